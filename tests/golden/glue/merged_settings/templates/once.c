size /*? configuration[me.parent.name].get('size') ?*/ one /*? configuration[me.parent.name].get('one') ?*/ of /*? me.parent.name ?*/
size /*? configuration['first'].size ?*/ one /*? configuration['first'].one ?*/ size /*? configuration['second'].size ?*/
size /*? me.parent.settings.size ?*/ /*? integer_setting(me.parent.name, 'size', 1) ?*/
