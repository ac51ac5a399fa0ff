/*? macros.parse_dtb_node_interrupts({'interrupts': [2 ** 100, 3]}, 28, 'aarch64') ?*/
