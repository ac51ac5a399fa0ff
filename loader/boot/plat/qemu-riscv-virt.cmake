# SPDX-License-Identifier: BSD-2-Clause
# QEMU's riscv64 "virt" machine behind OpenSBI. The loader stands 64 MiB into memory, leaving
# 0x80200000-0x83ffffff for kernel, device tree and root server.
# A root server that does not fit there goes behind the image.
set(BOOT_CPU riscv64)
set(BOOT_LINK_ADDRESS 0x84000000)
set(BOOT_DRIVERS "")
set(BOOT_DEFINITIONS "")
