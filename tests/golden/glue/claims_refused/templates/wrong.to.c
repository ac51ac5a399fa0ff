/*- set n = me.parent.index -*/
/*- if n == 0 -*/
/*? raise(TemplateError('%s does not suit' % str(me), me.parent)) ?*/
/*- elif n == 1 -*/
/*? assert(n == 0, 'n is %d' % n) ?*/
/*- elif n == 2 -*/
/*- do report('not like that', at=me.interface, see=[(me.parent.type, 'its type'), (me.parent, 'used here')], hint='do better') -*/
/*- do give_up() -*/
/*- elif n == 3 -*/
/*- do give_up() -*/
/*- elif n == 4 -*/
/*- do stash('k', namespace) -*/
/*- elif n == 5 -*/
/*? register_shared_variable('g', 's', 4096) ?*//*? register_shared_variable('g', 't', 8192) ?*/
/*- elif n == 6 -*/
/*? lambda('x: x +')(1) ?*/
/*- elif n == 7 -*/
/*? isinstance(1, 'int') ?*/
/*- elif n == 8 -*/
/*? my_cnode[12345].badge ?*/
/*- else -*/
/*? error('x', name='no-such-thing') ?*/
/*- endif -*/
