/*? register_dma_pool('x', 4096, []) ?*/
