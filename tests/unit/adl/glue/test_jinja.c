// SPDX-License-Identifier: BSD-2-Clause
// link: adl_glue adl_base
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adl/base/diag.h"
#include "adl/glue/jinja.h"

/* One rendering: `out` is the text, or NULL when there was an error whose message is `message`. */
struct result {
    struct compilation c;
    struct jinja jinja;
    struct strbuf out;
    bool good;
    const char *message;
    struct span span;
};

static struct jinja_value facts(struct arena *arena)
{
    struct jinja_value f = jinja_object_new(arena, "facts"), list = jinja_list_new(arena);
    struct jinja_value dict = jinja_dict_new(arena);
    static const char *const names[] = {"beta", "Alpha", "gamma"};
    for (size_t i = 0; i < 3; i++) {
        struct jinja_value item = jinja_object_new(arena, "thing");
        jinja_put(arena, item, "name", jinja_string(names[i]));
        jinja_put(arena, item, "size", jinja_int((__int128)(i + 1) * 10));
        jinja_append(arena, list, item);
        jinja_put(arena, dict, names[i], jinja_int((__int128)i));
    }
    jinja_put(arena, f, "name", jinja_string("sys"));
    jinja_put(arena, f, "things", list);
    jinja_put(arena, f, "table", dict);
    jinja_put(arena, f, "big", jinja_int((__int128)UINT64_MAX));
    jinja_freeze(f);
    return f;
}

static void run(struct result *r, const char *text, const struct jinja_options *options)
{
    compilation_init(&r->c);
    jinja_init(&r->jinja, &r->c, options);
    jinja_set(&r->jinja, "f", facts(&r->c.arena));
    strbuf_init(&r->out, &r->c.arena);
    const struct jinja_template *t = jinja_from_text(&r->jinja, "t", text, strlen(text));
    r->good = t != NULL && jinja_render(&r->jinja, t, &r->out);
    r->message = NULL;
    if (!r->good) {
        assert_int_equal(r->c.diags.list.count, 1);
        r->message = r->c.diags.list.items[0]->message;
        r->span = r->c.diags.list.items[0]->span;
        assert_true(r->span.file != 0);
        assert_true(r->span.start <= r->span.end);
        assert_true(r->span.end <= source_get(&r->c.sources, r->span.file)->size);
    } else {
        assert_int_equal(r->c.diags.list.count, 0);
    }
}

static void done(struct result *r)
{
    jinja_done(&r->jinja);
    compilation_done(&r->c);
}

struct sample {
    const char *text, *expected;
};

static void check_samples(const struct sample *samples, size_t count,
                          const struct jinja_options *options)
{
    for (size_t i = 0; i < count; i++) {
        struct result r;
        run(&r, samples[i].text, options);
        if (!r.good) {
            fail_msg("%s\n  gives the error: %s", samples[i].text, r.message);
        }
        if (strcmp(r.out.text, samples[i].expected) != 0) {
            fail_msg("%s\n  gives:    <%s>\n  expected: <%s>", samples[i].text, r.out.text,
                     samples[i].expected);
        }
        done(&r);
    }
}

static void check_errors(const struct sample *samples, size_t count)
{
    struct jinja_options options = jinja_default_options();
    for (size_t i = 0; i < count; i++) {
        struct result r;
        run(&r, samples[i].text, &options);
        if (r.good) {
            fail_msg("%s\n  is accepted: <%s>", samples[i].text, r.out.text);
        }
        if (strstr(r.message, samples[i].expected) == NULL) {
            fail_msg("%s\n  message:  %s\n  expected: %s", samples[i].text, r.message,
                     samples[i].expected);
        }
        done(&r);
    }
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void test_expressions(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"{{ 1 + 2 * 3 }}",                                                                                  "7"                              },
        {"{{ (1 + 2) * 3 }}",                                                                                "9"                              },
        {"{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 // -2 }} {{ -7 % 3 }} {{ 7 % -3 }}",                               "3 -4 -4 2 -2"                   },
        {"{{ 7 / 2 }} {{ 4 / 2 }}",                                                                          "3.5 2.0"                        },
        {"{{ 2 ** 10 }} {{ 2 ** -1 }} {{ 2 ** 3 ** 2 }}",                                                    "1024 0.5 64"                    },
        {"{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 1e3 }} {{ 1.5e-7 }} {{ 0.1 + 0.2 }}",
         "3.0 0.5 1000.0 1.5e-07 0.30000000000000004"                                                                                         },
        {"{{ 1e16 }} {{ 123456789012345.0 }} {{ 1.0 }} {{ -0.5 }}",
         "1e+16 123456789012345.0 1.0 -0.5"                                                                                                   },
        {"{{ 0x10 }} {{ 0b101 }} {{ 0o17 }} {{ 1_000 }}",                                                    "16 5 15 1000"                   },
        {"{{ f.big + 1 }}",                                                                                  "18446744073709551616"           },
        {"{{ 'a' ~ 1 ~ none ~ true }}",                                                                      "a1NoneTrue"                     },
        {"{{ 'a' 'b' \"c\" }}",                                                                              "abc"                            },
        {"{{ 'x' * 3 }}{{ [1] * 2 }}{{ 2 * 'ab' }}",                                                         "xxx[1, 1]abab"                  },
        {"{{ [1, 'a', 2.5, none, true] }}",                                                                  "[1, 'a', 2.5, None, True]"      },
        {"{{ (1,) }} {{ () }} {{ (1, 2) }} {{ 1, 2 }}",                                                      "(1,) () (1, 2) (1, 2)"          },
        {"{{ {'a': 1, 2: [3]} }}",                                                                           "{'a': 1, 2: [3]}"               },
        {"{{ 'it\\'s' }} {{ [\"it's\", 'q\"', 'b\\\\'] }}",                                                  "it's [\"it's\", 'q\"', 'b\\\\']"},
        {"{{ '\\x41\\u00e9\\t|' }}",                                                                         "A\xc3\xa9\t|"                   },
        {"{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1.0 }} {{ 'a' < 'b' }} {{ [1,2] < [1,3] }}",
         "True False True True True"                                                                                                          },
        {"{{ 1 in [1,2] }} {{ 3 not in [1,2] }} {{ 'b' in 'abc' }} {{ 'k' in {'k': 0} }}",
         "True True True True"                                                                                                                },
        {"{{ 0 or 'x' }} {{ 1 and 'y' }} {{ not 0 }} {{ [] or {} }} {{ 0 and nope }}",
         "x y True {} 0"                                                                                                                      },
        {"{{ 'a' if 1 else 'b' }}{{ 'a' if 0 else 'b' }}{{ 1 if 0 else 2 if 0 else 3 }}",                    "ab3"                            },
        {"{{ [1,2,3,4][1:3] }} {{ 'hello'[::-1] }} {{ 'hello'[-3:] }} {{ [1,2,3][::2] }}",
         "[2, 3] olleh llo [1, 3]"                                                                                                            },
        {"{{ [1,2,3][5:] }} {{ 'abc'[-1] }} {{ [[1,2],[3]][0][1] }} {{ 'abc'[10:0:-1] }}",
         "[] c 2 cb"                                                                                                                          },
        {"{{ {'a': {'b': 5}}.a.b }} {{ {'a': 1}['a'] }} {{ (4,5).1 }}",                                      "5 1 5"                          },
        {"{{ f.name }} {{ f.things[1].name }} {{ f.table.beta }} {{ f['name'] }}",
         "sys Alpha 0 sys"                                                                                                                    },
        {"{{ -3 | abs }} {{ -(2) }} {{ +4 }} {{ - -5 }}",                                                    "3 -2 4 5"                       },
        {"{{ '%s-%d-%05d-%x-%5s|%-5s|' % ('a', 7, 42, 255, 'b', 'c') }}",
         "a-7-00042-ff-    b|c    |"                                                                                                          },
        {"{{ '%d%%' % 5 }} {{ '%r' % 'q' }} {{ '%.2f' % 1 }} {{ '%#x' % 255 }} {{ '%+d' % 3 }}",
         "5% 'q' 1.00 0xff +3"                                                                                                                },
        {"{{ '%(a)s/%(b)04d' % {'a': 1, 'b': 2} }} {{ '%s' % [1] }}",                                        "1/0002 [1]"                     },
        {"{{ '{} {1} {0}'.format(1, 2) }} {{ '{:>4}|{:<4}|{:^4}|{:04d}|{:#x}'.format('a','b','c',7,255) }}",
         "1 2 1    a|b   | c  |0007|0xff"                                                                                                     },
        {"{{ '{a.name}{b[0]}{c[k]!r}{{}}'.format(a=f, b=[1], c={'k': 'v'}) }}",                              "sys1'v'{}"                      },
        {"{{ 1 is defined }} {{ nope is defined }} {{ nope is undefined }} {{ f.nope is defined }}",
         "True False True False"                                                                                                              },
        {"{{ 4 is even }} {{ 4 is divisibleby 3 }} {{ 4 is not odd }} {{ 'a' is string }}",
         "True False True True"                                                                                                               },
        {"{{ none is none }} {{ true is boolean }} {{ {} is mapping }} {{ [] is sequence }}",
         "True True True True"                                                                                                                },
        {"{{ 5 is gt 3 and 2 is lt(3) }} {{ 1 is in [1] }} {{ 1 == true }} {{ f.things is iterable }}",
         "True True True True"                                                                                                                },
        {"{{ true == 1 }} {{ 'a' != 'b' }} {{ none == 0 }}",                                                 "True True False"                },
        {"{{ 170141183460469231731687303715884105727 }}",
         "170141183460469231731687303715884105727"                                                                                            },
    };
    struct jinja_options options = jinja_default_options();
    check_samples(samples, COUNT(samples), &options);
}

static void test_filters(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"{{ 'aBc' | upper }}{{ 'aBc' | lower }}{{ 'aBc def' | capitalize }}{{ 'a-b c' | title }}",
         "ABCabcAbc defA-B C"                                                                                                            },
        {"{{ nope | default('x') }}{{ '' | default('y') }}{{ '' | default('z', true) }}",           "xz"                                 },
        {"{{ f.nope | d(5) }} {{ none | d(1) }}",                                                   "5 None"                             },
        {"{{ [1,2,3] | join(', ') }} {{ f.things | join('+', attribute='name') }}",
         "1, 2, 3 beta+Alpha+gamma"                                                                                                      },
        {"{{ [3,1,2] | sort }} {{ [3,1,2] | sort(reverse=true) }} {{ ['b','A'] | sort }}",
         "[1, 2, 3] [3, 2, 1] ['A', 'b']"                                                                                                },
        {"{{ f.things | sort(attribute='name') | map(attribute='name') | list }}",
         "['Alpha', 'beta', 'gamma']"                                                                                                    },
        {"{{ ['b','A'] | sort(case_sensitive=true) }} {{ [1,2,2,1] | unique | list }}",
         "['A', 'b'] [1, 2]"                                                                                                             },
        {"{{ [1,2,3,4] | select('even') | list }} {{ [1,2,3] | reject('gt', 1) | list }}",
         "[2, 4] [1]"                                                                                                                    },
        {"{{ f.things | selectattr('size', 'ge', 20) | map(attribute='size') | sum }}",             "50"                                 },
        {"{{ ['a','b'] | map('upper') | join }} {{ [0,1,'',2] | select | list }}",                  "AB [1, 2]"                          },
        {"{{ [1,2,3] | first }}{{ [1,2,3] | last }}{{ 'abc' | length }}{{ {'a':1} | count }}",
         "1331"                                                                                                                          },
        {"{{ {'b':1,'a':2} | dictsort }} {{ {'b':1,'a':2} | dictsort(by='value') }}",
         "[('a', 2), ('b', 1)] [('b', 1), ('a', 2)]"                                                                                     },
        {"{{ {'b':1} | items | list }} {{ 'abc' | reverse }} {{ [1,2] | reverse | list }}",
         "[('b', 1)] cba [2, 1]"                                                                                                         },
        {"{{ '42' | int + 1 }} {{ 'x' | int(7) }} {{ 'ff' | int(0, 16) }} {{ 2.9 | int }}",
         "43 7 255 2"                                                                                                                    },
        {"{{ '1.5' | float }} {{ 2.567 | round(1) }} {{ 2.1 | round(0, 'ceil') }}",                 "1.5 2.6 3.0"                        },
        {"{{ 'a.b.c' | replace('.', '_') }} {{ 'aaa' | replace('a', 'b', 2) }}",                    "a_b_c bba"                          },
        {"{{ 'a\nb\n\nc' | indent(2) }}|{{ 'a' | indent(2, true) }}",                               "a\n  b\n\n  c|  a"                  },
        {"{{ '  x ' | trim }}|{{ 'x' | center(5) }}|{{ '<&>' | e }}",                               "x|  x  |&lt;&amp;&gt;"              },
        {"{{ 'a.b-c' | c_name }} {{ 'say \"hi\"\n' | c_string }}",                                  "a_b_c say \\\"hi\\\"\\n"            },
        {"{{ {'a': [1, none, true, 'q\"']} | tojson }}",                                            "{\"a\": [1, null, true, \"q\\\"\"]}"},
        {"{{ [3,1] | min }}{{ [3,1] | max }}{{ ['b','A'] | min }}",                                 "13A"                                },
        {"{{ '%s=%d' | format('a', 1) }} {{ 'a b  c' | wordcount }}",                               "a=1 3"                              },
        {"{{ f.things | map(attribute='nope', default='-') | join }}",                              "---"                                },
        {"{% for k, g in f.things | groupby('size') %}{{ k }}:{{ g | length }} {% endfor %}",
         "10:1 20:1 30:1 "                                                                                                               },
        {"{{ [1,2,3] | batch(2, 0) | list }} {{ [1,2] | string }} {{ f | attr('name') }}",
         "[[1, 2], [3, 0]] [1, 2] sys"                                                                                                   },
        {"{{ range(5) | sum }} {{ range(2, 8, 3) | list }} {{ range(3, 0, -1) | join }}",
         "10 [2, 5] 321"                                                                                                                 },
        {"{{ len([1]) }} {{ max(1, 5) }} {{ min([4, 2]) }} {{ hex(255) }} {{ int('12') }}",
         "1 5 2 0xff 12"                                                                                                                 },
        {"{{ sorted(['b','a']) }} {{ list(zip([1,2],'ab')) }} {{ list(enumerate('ab', 1)) }}",
         "['a', 'b'] [(1, 'a'), (2, 'b')] [(1, 'a'), (2, 'b')]"                                                                          },
        {"{{ any([0, 1]) }} {{ all([0, 1]) }} {{ str(1) + 'a' }} {{ dict(a=1, b=2) }}",
         "True False 1a {'a': 1, 'b': 2}"                                                                                                },
    };
    struct jinja_options options = jinja_default_options();
    check_samples(samples, COUNT(samples), &options);
}

static void test_methods(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"{{ 'a,b,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a,b,c'.split(',', 1) }}",
         "['a', 'b', 'c'] ['a', 'b'] ['a', 'b,c']"                                                                                                   },
        {"{{ 'a.b.c'.rsplit('.', 1) }} {{ 'x\ny\n'.splitlines() }} {{ ''.split(',') }}",
         "['a.b', 'c'] ['x', 'y'] ['']"                                                                                                              },
        {"{{ '-'.join(['a', 'b']) }} {{ 'abc'.startswith('ab') }} {{ 'abc'.endswith(('x','c')) }}",
         "a-b True True"                                                                                                                             },
        {"{{ 'abcb'.find('b') }} {{ 'abcb'.rfind('b') }} {{ 'abc'.find('z') }} {{ 'aa'.count('a') }}",
         "1 3 -1 2"                                                                                                                                  },
        {"{{ ' x '.strip() }}|{{ 'xxa'.lstrip('x') }}|{{ 'axx'.rstrip('x') }}",                                                     "x|a|a"          },
        {"{{ 'ab'.upper() }}{{ 'a.b'.replace('.', '_') }}{{ '7'.zfill(3) }}{{ 'a'.ljust(3) }}|",
         "ABa_b007a  |"                                                                                                                              },
        {"{{ '12'.isdigit() }} {{ 'a1'.isalpha() }} {{ 'a1'.isalnum() }}",                                                          "True False True"},
        {"{% set x = [1] %}{% do x.append(2) %}{% do x.extend([3, 4]) %}{{ x }} {{ x.pop() }} {{ x }}",
         "[1, 2, 3, 4] 4 [1, 2, 3]"                                                                                                                  },
        {"{% set x = [1, 3] %}{% do x.insert(1, 2) %}{{ x }} {{ x.index(3) }} {{ x.pop(0) }}{{ x }}",
         "[1, 2, 3] 2 1[2, 3]"                                                                                                                       },
        {"{% set d = {'a': 1} %}{{ d.get('a') }} {{ d.get('b') }} {{ d.get('b', 0) }}",                                             "1 None 0"       },
        {"{% set d = {'a': 1} %}{% do d.update({'b': 2}) %}{{ d }} {{ d.pop('a') }} {{ d }}",
         "{'a': 1, 'b': 2} 1 {'b': 2}"                                                                                                               },
        {"{% set d = {'k': 2} %}{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}{{ d.keys() | list }}{{ d.values() | list }}",
         "k2['k'][2]"                                                                                                                                },
        {"{% set d = {} %}{{ d.setdefault('a', []) }}{% do d['a'].append(1) %}{{ d }}",
         "[]{'a': [1]}"                                                                                                                              },
    };
    struct jinja_options options = jinja_default_options();
    check_samples(samples, COUNT(samples), &options);
}

static void test_statements(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"{% if 0 %}a{% elif 1 %}b{% else %}c{% endif %}",                                                                          "b"               },
        {"{% if 0 %}a{% elif 0 %}b{% else %}c{% endif %}",                                                                          "c"               },
        {"{% for i in [1,2,3] %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}",                                             "1,2,3"           },
        {"{% for i in [] %}x{% else %}none{% endfor %}",                                                                            "none"            },
        {"{% for i in [1,2,3,4] if i is even %}{{ loop.index }}:{{ i }} {% endfor %}",                                              "1:2 2:4 "        },
        {"{% for a, b in [(1,2),(3,4)] %}{{ a + b }} {% endfor %}",                                                                 "3 7 "            },
        {"{% for a, (b, c) in [(1,(2,3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",                                                     "123"             },
        {"{% for i in 'ab' %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.length }} {% endfor %}",
         "02True2 11False2 "                                                                                                                          },
        {"{% for i in [1,1,2] %}{{ loop.changed(i) }} {{ loop.cycle('a','b') }};{% endfor %}",
         "True a;False b;True a;"                                                                                                                     },
        {"{% for i in [1,2] %}{{ loop.previtem | d('-') }}{{ loop.nextitem | d('-') }} {% endfor %}",
         "-2 1- "                                                                                                                                     },
        {"{% for i in [1] %}{% for k in [1] %}{{ loop.depth }}{% endfor %}{% endfor %}",                                            "2"               },
        {"{% for i in range(9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}",
         "013"                                                                                                                                        },
        {"{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}",                                              "21"              },
        {"{% set x = 1 %}{% if 1 %}{% set x = 2 %}{% endif %}{{ x }}",                                                              "2"               },
        {"{% set a, b = 1, 2 %}{{ a }}{{ b }}",                                                                                     "12"              },
        {"{% set ns = namespace(n=0) %}{% for i in [1,2] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
         "3"                                                                                                                                          },
        {"{% set t %}a{{ 1 }}b{% endset %}{{ t | upper }}",                                                                         "A1B"             },
        {"{% set t | upper | replace('A', 'x') %}aa{% endset %}{{ t }}",                                                            "xx"              },
        {"{% macro m(a, b=2, c='z') %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c='q') }} {{ m(b=5, a=4) }}",
         "12z 12q 45z"                                                                                                                                },
        {"{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, k=3) }}",
         "(1, 2){'k': 3}"                                                                                                                             },
        {"{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}",                                                               "False"           },
        {"{% macro m(a) %}[{{ caller(a) }}]{% endmacro %}{% call(x) m(5) %}got {{ x }}{% endcall %}",
         "[got 5]"                                                                                                                                    },
        {"{% macro fac(n) %}{{ 1 if n < 2 else n * (fac(n - 1) | int) }}{% endmacro %}{{ fac(5) }}",
         "120"                                                                                                                                        },
        {"{% macro a() %}{{ y }}{% endmacro %}{% set y = 3 %}{{ a() }}",                                                            "3"               },
        {"{% filter upper %}ab{{ 'c' }}{% endfilter %}",                                                                            "ABC"             },
        {"{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a is defined }}",                                                       "3False"          },
        {"{% raw %}{{ x }} {% if %}{% endraw %}",                                                                                   "{{ x }} {% if %}"},
        {"a{# comment {{ x }} #}b",                                                                                                 "ab"              },
        {"{{ '}}' }}{{ {'a': {}} }}",                                                                                               "}}{'a': {}}"     },
        {"{% set j = joiner(', ') %}{% for i in [1,2] %}{{ j() }}{{ i }}{% endfor %}",                                              "1, 2"            },
        {"x\n",                                                                                                                     "x"               },
        {"a\r\nb",                                                                                                                  "a\nb"            },
    };
    struct jinja_options options = jinja_default_options();
    check_samples(samples, COUNT(samples), &options);
}

static void test_white_space(void **state)
{
    (void)state;
    static const struct sample plain[] = {
        {"a\n  {%- if 1 -%}  \n b {%- endif %} c", "ab c"          },
        {"a {{- 1 -}} b",                          "a1b"           },
        {"a {#- x -#} b",                          "ab"            },
        {"  {% if 1 %}\n  x\n  {% endif %}\ny",    "  \n  x\n  \ny"},
    };
    static const struct sample trimmed[] = {
        {"  {% if 1 %}\n  x\n  {% endif %}\ny\n",  "  x\ny\n"   },
        {"  {%+ if 1 +%}\nx{% endif %}",           "  \nx"      },
        {"a {% if 1 %}\nb{% endif %}",             "a b"        },
        {"{# c #}\nx",                             "x"          },
        {"{{ 1 }}\nx",                             "1\nx"       },
        {"\t{% raw %}\n {{ a }}\n{% endraw %}\nb", " {{ a }}\nb"},
    };
    struct jinja_options options = jinja_default_options();
    check_samples(plain, COUNT(plain), &options);
    options.trim_blocks = true;
    options.lstrip_blocks = true;
    options.keep_trailing_newline = true;
    check_samples(trimmed, COUNT(trimmed), &options);
}

static void test_camkes_marks(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"int /*? f.name ?*/_x; /* a comment */",              "int sys_x; /* a comment */"},
        {"/*- for i in range(2) -*/[/*? i ?*/]/*- endfor -*/", "[0][1]"                    },
        {"a  /*-- if True --*/  b  /*-- endif --*/ c",         "abc"                       },
        {"/*# gone #*/x/*- set y = -1 -*//*? y ?*/",           "x-1"                       },
        {"/*- do [].append(1) -*/{{ x }}{% if %}",             "{{ x }}{% if %}"           },
    };
    struct jinja_options options = jinja_camkes_options();
    check_samples(samples, COUNT(samples), &options);
}

static void test_errors(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"{{ nope }}",                                       "`nope` is not defined"                             },
        {"{{ rnage(3) }}",                                   "did you mean `range`"                              },
        {"{{ f.nmae }}",                                     "facts has no attribute `nmae`; did you mean `name`"},
        {"{{ f.things[7] }}",                                "no item 7"                                         },
        {"{{ {'a': 1}['b'] }}",                              "no entry 'b'"                                      },
        {"{% if nope %}{% endif %}",                         "not defined"                                       },
        {"{{ 1 + 'a' }}",                                    "`+` does not work on int and str"                  },
        {"{{ 1 / 0 }}",                                      "division by zero"                                  },
        {"{{ 1 % 0 }}",                                      "division by zero"                                  },
        {"{{ 1 < 'a' }}",                                    "no order between int and str"                      },
        {"{{ 2 ** 200 }}",                                   "too large"                                         },
        {"{{ 5() }}",                                        "int cannot be called"                              },
        {"{% for i in 5 %}{% endfor %}",                     "int cannot be iterated"                            },
        {"{% for a, b in [1] %}{% endfor %}",                "int cannot be iterated"                            },
        {"{% for a, b in [(1,2,3)] %}{% endfor %}",          "3 values for 2 names"                              },
        {"{{ 1 | nope }}",                                   "no filter `nope`"                                  },
        {"{{ 1 is nope }}",                                  "no test `nope`"                                    },
        {"{{ 'a'.nope() }}",                                 "str has no method `nope`"                          },
        {"{{ {[1]: 2} }}",                                   "list cannot be a key"                              },
        {"{% do f.things.append(1) %}",                      "cannot be changed"                                 },
        {"{% do f.table.update({}) %}",                      "cannot be changed"                                 },
        {"{% set f.name = 1 %}",                             "only attributes of a namespace"                    },
        {"{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",   "parameter `a` of `m` was not given"                },
        {"{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",      "at most 1 arguments"                               },
        {"{% macro m(a) %}{% endmacro %}{{ m(b=1) }}",       "no parameter `b`"                                  },
        {"{% macro m(a) %}{% endmacro %}{{ m(1, a=1) }}",    "two values"                                        },
        {"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",  "nested more than"                                  },
        {"{{ 'x' * 100000000 }}",                            "repeated too often"                                },
        {"{{ error('no good') }}",                           "no good"                                           },
        {"{% include 'x' %}",                                "there is no template `x`"                          },
        {"{{ int('x') }}",                                   "not a number"                                      },
        {"{{ '%d' % 'x' }}",                                 "must be an int"                                    },
        {"{{ '%s %s' % 'x' }}",                              "fewer values"                                      },
        {"{{ '%s' % (1, 2) }}",                              "more values"                                       },
        {"{{ [1][1:2:0] }}",                                 "cannot be 0"                                       },
        {"{{ 'a'.split('') }}",                              "cannot be empty"                                   },
 /* syntax */
        {"{{ }}",                                            "expected an expression"                            },
        {"{{ 1 + }}",                                        "expected an expression"                            },
        {"{{ (1 }}",                                         "unexpected"                                        },
        {"{{ [1, }}",                                        "unexpected"                                        },
        {"{{ a b }}",                                        "unexpected `b`, expected the end of the tag"       },
        {"{{ 1",                                             "without its end"                                   },
        {"{% if 1 %}x",                                      "without its `endif`"                               },
        {"{% for i in x %}{% endif %}",                      "unexpected statement `endif`"                      },
        {"{% endfor %}",                                     "unexpected statement `endfor`"                     },
        {"{% iff 1 %}",                                      "unexpected statement `iff`"                        },
        {"{% for 1 in x %}{% endfor %}",                     "a name to assign to"                               },
        {"{% set 1 = 2 %}",                                  "a name to assign to"                               },
        {"{% break %}",                                      "outside of a loop"                                 },
        {"{# x",                                             "comment without its end"                           },
        {"{% raw %}x",                                       "without its endraw"                                },
        {"{{ 'abc }}",                                       "closing quote"                                     },
        {"{{ 1 $ 2 }}",                                      "no token begins with"                              },
        {"{{ f(a=1, 2) }}",                                  "positional argument after a named"                 },
        {"{% macro m(a=1, b) %}{% endmacro %}",              "without default"                                   },
        {"{% block x %}{% endblock %}",                      "inheritance"                                       },
        {"{{ 999999999999999999999999999999999999999999 }}", "too large"                                         },
        {"{{ (((((}}",                                       "unexpected `}`, expected `)`"                      },
    };
    check_errors(samples, COUNT(samples));
}

static void test_error_place(void **state)
{
    (void)state;
    struct jinja_options options = jinja_default_options();
    struct result r;
    run(&r, "line one\n  {{ f.nope }}\n", &options);
    assert_false(r.good);
    struct source_place place;
    assert_true(source_locate(&r.c.sources, r.span, &place));
    assert_string_equal(place.name, "t");
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 8);
    done(&r);
    /* the calls that led there are named */
    run(&r,
        "{% macro inner() %}{{ x.y }}{% endmacro %}\n{% macro outer() %}{{ inner() }}"
        "{% endmacro %}\n{{ outer() }}",
        &options);
    assert_false(r.good);
    assert_int_equal(r.c.diags.list.items[0]->labels.count, 2);
    done(&r);
}

static void test_bounds(void **state)
{
    (void)state;
    struct jinja_options options = jinja_default_options();
    struct result r;
    options.max_output = 100;
    run(&r, "{% for i in range(1000) %}{{ i }}{% endfor %}", &options);
    assert_false(r.good);
    assert_non_null(strstr(r.message, "more than 100 bytes"));
    done(&r);
    options = jinja_default_options();
    options.max_steps = 1000;
    run(&r, "{% for i in range(100) %}{% for k in range(100) %}{% endfor %}{% endfor %}", &options);
    assert_false(r.good);
    assert_non_null(strstr(r.message, "more than 1000 steps"));
    done(&r);
    options = jinja_default_options();
    options.max_memory = 1024 * 1024;
    run(&r,
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}"
        "{% endfor %}",
        &options);
    assert_false(r.good);
    assert_non_null(strstr(r.message, "of memory"));
    done(&r);
    /* values that share parts would take for ever to walk */
    run(&r,
        "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}"
        "{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}"
        "{{ ns.x == ns.y }}",
        &options);
    assert_true(r.good);
    assert_string_equal(r.out.text, "False");
    done(&r);
}

static void test_rendering_twice(void **state)
{
    (void)state;
    struct jinja_options options = jinja_default_options();
    struct result r;
    static const char text[] = "{% set x = [] %}{% do x.append(1) %}{{ x }}";
    run(&r, text, &options);
    assert_string_equal(r.out.text, "[1]");
    const struct jinja_template *t = jinja_from_text(&r.jinja, "u", text, strlen(text));
    assert_true(jinja_render(&r.jinja, t, &r.out));
    assert_true(jinja_render(&r.jinja, t, &r.out));
    assert_string_equal(r.out.text, "[1][1][1]");
    done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expressions), cmocka_unit_test(test_filters),
        cmocka_unit_test(test_methods),     cmocka_unit_test(test_statements),
        cmocka_unit_test(test_white_space), cmocka_unit_test(test_camkes_marks),
        cmocka_unit_test(test_errors),      cmocka_unit_test(test_error_place),
        cmocka_unit_test(test_bounds),      cmocka_unit_test(test_rendering_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
