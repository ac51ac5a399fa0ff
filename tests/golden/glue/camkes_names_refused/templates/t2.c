/*? macros.get_untypeds_from_range(-1, 4096) ?*/
