/*- do included.add('none') -*/
