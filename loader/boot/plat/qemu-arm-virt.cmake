# SPDX-License-Identifier: BSD-2-Clause
# QEMU's aarch64 "virt" machine. The loader stands 64 MiB into memory, leaving
# 0x40000000-0x43ffffff for kernel, device tree and root server; QEMU puts the device tree of ELF
# images at the start of memory. Further cores stay off.
# A root server that does not fit there goes behind the image.
set(BOOT_CPU aarch64)
set(BOOT_LINK_ADDRESS 0x44000000)
set(BOOT_DRIVERS boot_pl011 boot_psci)
set(BOOT_DEFINITIONS BOOT_UART_ADDRESS=0x09000000 BOOT_DTB_ADDRESS=0x40000000 BOOT_PARK_ADDRESS=0)
