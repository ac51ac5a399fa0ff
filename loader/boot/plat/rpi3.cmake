# SPDX-License-Identifier: BSD-2-Clause
# Raspberry Pi 3. The loader stands 64 MiB into memory, leaving 0x200000-0x3ffffff for kernel,
# device tree and root server. A flat image, which the firmware starts at 0x80000 at EL2, moves
# itself there. QEMU starts all cores of an ELF image at EL3; those that do not boot wait at the
# end of the first page, which plat.yaml withholds from users.
# A root server that does not fit there goes behind the image.
set(BOOT_CPU aarch64)
set(BOOT_LINK_ADDRESS 0x4000000)
set(BOOT_DRIVERS boot_uart_mini boot_bcm2835_power)
set(BOOT_DEFINITIONS BOOT_PERIPHERALS_ADDRESS=0x3f000000 BOOT_DTB_ADDRESS=0
    BOOT_PARK_ADDRESS=0xff0)
