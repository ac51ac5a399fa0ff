# SPDX-License-Identifier: BSD-2-Clause
# QEMU's aarch64 "virt" machine. The loader stands 64 MiB into memory, leaving
# 0x40000000-0x43ffffff for kernel, device tree and root server; QEMU puts the device tree of ELF
# images at the start of memory.
set(BOOT_CPU aarch64)
set(BOOT_LINK_ADDRESS 0x44000000)
set(BOOT_DEFINITIONS BOOT_UART_ADDRESS=0x09000000 BOOT_DTB_ADDRESS=0x40000000)
