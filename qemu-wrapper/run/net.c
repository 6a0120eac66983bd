// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One emulated NIC: tap, bridge, netfront; plain ioctls, which any socket
 * takes (net/socket.c, sock_ioctl() and sock_do_ioctl(); there is no INET).
 *
 * What needs no setting: without STP a new port forwards at once whatever the
 * forward delay (net/bridge/br_stp.c, br_make_forwarding()), multicast
 * snooping does not exist without INET (net/bridge/Kconfig), and without INET
 * no interface has an address or answers anything.
 *
 * Checksums: netback marks frames that never left their host as "checksum
 * blank", netfront makes them CHECKSUM_PARTIAL and cannot be told not to. It
 * need not: our tap offers no checksum offload (no IFF_VNET_HDR, and QEMU
 * sets TUNSETOFFLOAD to 0), so the kernel fills the checksum in on the way
 * into the tap (net/core/dev.c, validate_xmit_skb()). In the other direction
 * QEMU's NIC has computed it.
 *
 * Segmentation: without INET nothing can cut a GSO frame (net/core/gso.c,
 * skb_mac_gso_segment(): -EPROTONOSUPPORT, the frame is dropped), so netfront
 * must not offer feature-gso-tcpv4 and -tcpv6. That is the kernel's part:
 * netfront writes these nodes before user space exists.
 */
#include "net.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

bool net_find(unsigned int devid, char ifname[NET_IFNAME])
{
	const struct dirent *e;
	char path[64];
	bool found = false;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/sys/bus/xen/devices/vif-%u/net",
		       devid);
	dir = opendir(path);
	if (dir == NULL)
		return false;
	while (!found && (e = readdir(dir)) != NULL) {
		size_t len = strlen(e->d_name);

		if (e->d_name[0] == '.' || len >= NET_IFNAME)
			continue;
		memcpy(ifname, e->d_name, len + 1);
		found = true;
	}
	(void)closedir(dir);	/* only read from */
	return found;
}

static void ifreq_for(struct ifreq *r, const char *ifname)
{
	memset(r, 0, sizeof(*r));
	(void)snprintf(r->ifr_name, sizeof(r->ifr_name), "%s", ifname);
}

/*
 * netfront has the guest's MAC, and a bridge keeps frames for its ports' MACs
 * to itself: it needs one that nobody uses. The tap's is such: random, by the
 * kernel (drivers/net/tun.c, tun_net_initialize()). The one that Xen's scripts
 * give to a vif in dom0 (tools/hotplug/Linux/xen-network-common.sh) is not:
 * a bridge of dom0 that has no other ports has it as its own.
 */
static int copy_mac(int sock, const char *from, const char *to)
{
	struct ifreq r, set;

	ifreq_for(&r, from);
	if (ioctl(sock, SIOCGIFHWADDR, &r) < 0)
		return -errno;
	ifreq_for(&set, to);
	set.ifr_hwaddr = r.ifr_hwaddr;
	return ioctl(sock, SIOCSIFHWADDR, &set) < 0 ? -errno : 0;
}

static int set_up(int sock, const char *ifname)
{
	struct ifreq r;

	ifreq_for(&r, ifname);
	if (ioctl(sock, SIOCGIFFLAGS, &r) < 0)
		return -errno;
	r.ifr_flags |= IFF_UP;
	return ioctl(sock, SIOCSIFFLAGS, &r) < 0 ? -errno : 0;
}

static int add_bridge(int sock, const char *bridge)
{
	return ioctl(sock, SIOCBRADDBR, bridge) < 0 ? -errno : 0;
}

static int add_port(int sock, const char *bridge, const char *ifname)
{
	struct ifreq r;
	int index;

	ifreq_for(&r, ifname);
	if (ioctl(sock, SIOCGIFINDEX, &r) < 0)
		return -errno;
	index = r.ifr_ifindex;
	ifreq_for(&r, bridge);
	r.ifr_ifindex = index;
	return ioctl(sock, SIOCBRADDIF, &r) < 0 ? -errno : 0;
}

static int join_port(int sock, const char *bridge, const char *ifname)
{
	int rc = add_port(sock, bridge, ifname);

	if (rc == 0)
		rc = set_up(sock, ifname);
	return rc;
}

/* Returns the tap, or -errno. */
static int open_tap(const char *ifname)
{
	struct ifreq r;
	int fd, rc;

	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	ifreq_for(&r, ifname);
	r.ifr_flags = IFF_TAP | IFF_NO_PI;
	if (ioctl(fd, TUNSETIFF, &r) < 0) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

static int join(const struct plan_nic *nic, const char *netfront)
{
	int sock, rc;

	sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return -errno;
	rc = add_bridge(sock, nic->bridge);
	if (rc == 0)
		rc = join_port(sock, nic->bridge, nic->tap);
	/* The guest's MAC must not be one of ours before frames can flow. */
	if (rc == 0)
		rc = copy_mac(sock, nic->tap, netfront);
	if (rc == 0)
		rc = join_port(sock, nic->bridge, netfront);
	if (rc == 0)
		rc = set_up(sock, nic->bridge);
	close(sock);
	return rc;
}

enum verdict net_join(const struct plan_nic *nic, const char *netfront,
		      int *fd, struct why *why)
{
	int rc;

	*fd = open_tap(nic->tap);
	if (*fd < 0)
		return why_system(why, "nic %u: tap %s: %s", nic->devid,
				  nic->tap, strerror(-*fd));
	rc = join(nic, netfront);
	if (rc == 0)
		return VERDICT_OK;
	close(*fd);
	return why_system(why, "nic %u: bridge %s of %s and %s: %s",
			  nic->devid, nic->bridge, nic->tap, netfront,
			  strerror(-rc));
}
