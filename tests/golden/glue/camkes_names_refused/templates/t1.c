/*? macros.parse_dtb_node_interrupts({'interrupts': [1, 2, 3]}, 2, 'riscv64') ?*/
