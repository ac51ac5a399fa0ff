/*? register_fill_frame('x', 'CDL_FrameFill_BootInfo_FDT') ?*/
