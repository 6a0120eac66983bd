# SPDX-License-Identifier: GPL-2.0-or-later
# The devices of a Xen HVM guest as libxl can ask for them, and nothing else
# (libxl_dm.c, libxl__build_device_model_args_new). QEMU's build includes this
# as configs/devices/i386-softmmu/stubdom.mak.

# The machine: xenfv and pc, with the platform devices Xen guests expect.
CONFIG_I440FX=y
# gfx_passthru=1
CONFIG_XEN_IGD_PASSTHROUGH=y
# hdX; hdtype="ahci"; sdX
CONFIG_IDE_PIIX=y
CONFIG_AHCI_ICH9=y
CONFIG_LSI_SCSI_PCI=y
# vga="stdvga"; vga="cirrus"
CONFIG_VGA_PCI=y
CONFIG_VGA_CIRRUS=y
# vif model=e1000, model=rtl8139 (the default)
CONFIG_E1000_PCI=y
CONFIG_RTL8139_PCI=y
# vif model=virtio-net
CONFIG_VIRTIO_PCI=y
CONFIG_VIRTIO_NET=y
# serial=
CONFIG_SERIAL_ISA=y
# usb=1; usbversion=2; usbversion=3; usbdevice=
CONFIG_USB_UHCI=y
CONFIG_USB_EHCI_PCI=y
CONFIG_USB_XHCI_NEC=y
CONFIG_USB_HUB=y
CONFIG_USB_HID=y
