/*? re.match('(', 'x') ?*/
