/*
 * A script through parser and sema, without a kernel: every attach point of every probe is a unit. sema_registry.c has
 * small tables for builds without the real ones; tests use only names that both have.
 */
#ifndef SONDE_SEMA_HELPER_H
#define SONDE_SEMA_HELPER_H

#include "lang_helper.h"
#include "sema/sema.h"

struct sema_fixture {
	struct lang_fixture lang;
	struct config config;
	struct features features;
	struct sema sema;
};

static inline bool sema_test_has(void *ctx, enum feature f) { return true; }

static inline void sema_add_units(struct sema_fixture *f, struct probe_decl *d)
{
	struct arena *a = f->lang.arena;
	for (size_t i = 0; i < d->attach_points.len; i++) {
		struct unit *u = ARENA_NEW(a, struct unit);
		struct probe_target *t = ARENA_NEW(a, struct probe_target);
		u->decl = i ? ast_clone_probe(a, d) : d;
		u->kind = probe_kind_find(d->attach_points.data[i]->parts.data[0]);
		u->index = (uint32_t)f->sema.units.len;
		t->kind = u->kind;
		t->ap = d->attach_points.data[i];
		t->text = t->ap->text;
		t->name = t->ap->parts.len > 1 ? vec_last(&t->ap->parts) : NULL;
		vec_push(a, &u->targets, t);
		if (u->kind)
			vec_push(a, &f->sema.units, u);
	}
}

/* btf: path, or NULL for none. */
static inline void sema_run(struct sema_fixture *f, const char *script, const char *btf)
{
	memset(f, 0, sizeof(*f));
	lang_open(&f->lang);
	if (btf)
		type_table_set_btf(f->lang.env.types, btf);
	config_init(&f->config);
	f->features = (struct features){ .has = sema_test_has };
	struct program *p = lang_parse(&f->lang, script);
	config_apply_script(&f->config, p, &f->lang.diags, f->lang.arena);
	c_definitions_read(&f->lang.env, p);
	macros_expand(&f->lang.env, p);
	f->sema = (struct sema){ .arena = f->lang.arena, .diags = &f->lang.diags, .types = f->lang.env.types,
				 .program = p, .config = &f->config, .features = &f->features };
	for (size_t i = 0; i < p->items.len; i++)
		if (p->items.data[i].kind == ITEM_PROBE)
			sema_add_units(f, p->items.data[i].probe);
	if (!f->lang.diags.errors)
		sema_check(&f->sema);
}

static inline void sema_close(struct sema_fixture *f)
{
	lang_close(&f->lang);
}

/* `$x: int8; @m[int8]: string[4]` for all variables, in order of creation, then all maps. */
static inline const char *sema_types(struct sema_fixture *f)
{
	struct strbuf *out = &f->lang.text;
	const char *sep = "";
	strbuf_clear(out);
	for (size_t i = 0; i < f->sema.vars.len; i++, sep = "; ") {
		strbuf_printf(out, "%s$%s: ", sep, f->sema.vars.data[i]->name);
		type_print(f->sema.vars.data[i]->type, out);
	}
	for (size_t i = 0; i < f->sema.maps.len; i++, sep = "; ") {
		const struct sema_map *m = f->sema.maps.data[i];
		strbuf_printf(out, "%s@%s", sep, m->name);
		if (m->key_type) {
			strbuf_putc(out, '[');
			type_print(m->key_type, out);
			strbuf_putc(out, ']');
		}
		strbuf_puts(out, ": ");
		type_print(m->value_type, out);
	}
	return strbuf_str(out);
}

struct sema_case {
	const char *script, *expected;
};

/* Types of variables and maps, if there is no message. */
static inline void sema_check_types(const struct sema_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct sema_fixture f;
		sema_run(&f, cases[i].script, NULL);
		const char *got = f.lang.diags.list.len ? lang_messages(&f.lang) : sema_types(&f);
		unit_check_str(got, cases[i].expected, __FILE__, __LINE__, cases[i].script);
		sema_close(&f);
	}
}

/* All messages, as lang_messages prints them. */
static inline void sema_check_messages(const struct sema_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct sema_fixture f;
		sema_run(&f, cases[i].script, NULL);
		unit_check_str(lang_messages(&f.lang), cases[i].expected, __FILE__, __LINE__, cases[i].script);
		sema_close(&f);
	}
}

#define TYPES(cases) sema_check_types(cases, ARRAY_LEN(cases))
#define MESSAGES(cases) sema_check_messages(cases, ARRAY_LEN(cases))

#endif
