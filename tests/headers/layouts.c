/*
 * Proof of the reader of C declarations: reads kernel headers, lays out every structure that they declare, and compares
 * each size and offset with the kernel's BTF.
 *
 * usage: layouts [-v] [-b N] SOURCE BUILD BTF HEADER...     SOURCE, BUILD: directories of the headers packages
 *
 * N headers at a time are read like a script that includes them, by default one; if they don't read together, each by
 * itself. A structure that several units declare is counted once.
 */
#include <stdlib.h>
#include <unistd.h>

#include "lang/cpp.h"

enum verdict { AGREES = 1, DIFFERS, NOT_IN_BTF };

struct seen {
	enum verdict verdict;
	const char *header, *text;
};

struct proof {
	struct arena *arena;
	struct type_table *btf;
	struct strmap seen; /* "struct x" -> struct seen */
	const char *source, *build;
	size_t headers, bad_headers, members;
	bool verbose;
};

/* ---- comparison ---- */

static bool member_agrees(struct proof *p, const struct type_member *m, const struct type_member *want,
			  struct strbuf *why)
{
	if (m->bit_size != want->bit_size) {
		strbuf_printf(why, "width of %s: %u, BTF %u", m->name, m->bit_size, want->bit_size);
		return false;
	}
	uint64_t at = m->offset * 8ull + m->bit_offset, want_at = want->offset * 8ull + want->bit_offset;
	if (at != want_at) {
		strbuf_printf(why, "%s at bit %llu, BTF %llu", m->name, (unsigned long long)at,
			      (unsigned long long)want_at);
		return false;
	}
	type_complete(p->btf, want->type);
	uint32_t size = type_member_bytes(m), want_size = type_member_bytes(want);
	bool opaque = want->type->kind == TYPE_NONE || m->type->kind == TYPE_NONE;
	if (m->bit_size || opaque || size == want_size)
		return true;
	strbuf_printf(why, "size of %s: %u, BTF %u", m->name, size, want_size);
	return false;
}

static bool agrees(struct proof *p, const struct type *own, const struct type *btf, struct strbuf *why)
{
	if (own->size != btf->size) {
		strbuf_printf(why, "size %u, BTF %u", own->size, btf->size);
		return false;
	}
	for (uint32_t i = 0; i < own->member_count; i++) {
		const struct type_member *m = &own->members[i];
		struct type_member want;
		if (!m->name)
			continue;
		p->members++;
		if (!type_find_member(p->btf, btf, m->name, &want)) {
			strbuf_printf(why, "BTF has no member %s", m->name);
			return false;
		}
		if (!member_agrees(p, m, &want, why))
			return false;
	}
	return true;
}

static void compare(struct proof *p, const char *key, const struct type *own, const char *header)
{
	struct strbuf why = { 0 };
	bool is_union = own->is_union;
	const struct type *btf = type_named(p->btf, is_union ? "union" : "struct", strchr(key, ' ') + 1);
	btf = btf ? type_complete(p->btf, btf) : NULL;
	enum verdict v = !btf || !btf->complete ? NOT_IN_BTF : agrees(p, own, btf, &why) ? AGREES : DIFFERS;
	struct seen *before = strmap_get(&p->seen, key);
	if (before && before->verdict == DIFFERS && v == AGREES)
		before->verdict = v; /* another header's structure of that name is the one that BTF has */
	if (!before) {
		before = ARENA_NEW(p->arena, struct seen);
		*before = (struct seen){ v, arena_strdup(p->arena, header), arena_strdup(p->arena, strbuf_str(&why)) };
		strmap_put(&p->seen, arena_strdup(p->arena, key), before);
	}
	strbuf_done(&why);
}

/* ---- units ---- */

static void compare_unit(struct proof *p, const struct cdef *c, const char *header)
{
	for (size_t i = 0; i < c->tags.cap; i++) {
		const struct strmap_slot *slot = &c->tags.slots[i];
		const struct type *t = slot->key ? slot->value : NULL;
		if (t && t->kind == TYPE_STRUCT && t->complete)
			compare(p, slot->key, t, header);
	}
}

static const char *include_lines(struct arena *a, char *const *headers, size_t n)
{
	struct strbuf text = { 0 };
	for (size_t i = 0; i < n; i++)
		strbuf_printf(&text, "#include <%s>\n", headers[i]);
	const char *copy = arena_strdup(a, strbuf_str(&text));
	strbuf_done(&text);
	return copy;
}

static void print_errors(const struct proof *p, const struct diags *d, const char *header)
{
	for (size_t i = 0; i < d->list.len && (p->verbose || !i); i++) {
		struct strbuf text = { 0 };
		diag_format_header(d->list.data[i]->span, DIAG_ERROR, d->list.data[i]->text, false, &text);
		printf("%s: %s%s", header, strbuf_str(&text), str_ends(strbuf_str(&text), "\n") ? "" : "\n");
		strbuf_done(&text);
	}
}

/* false: there were errors, which are not reported. */
static bool read_unit(struct proof *p, char *const *headers, size_t n, bool is_last_try)
{
	struct arena *a = arena_new();
	struct diags diags;
	diags_init(&diags, a);
	struct lang_env env = { .arena = a, .diags = &diags, .types = type_table_new(a) };
	type_table_set_btf(env.types, "/dev/null");
	env.kernel_headers = p->source;
	env.kernel_build = p->build;
	struct source src = { .name = "unit", .text = include_lines(a, headers, n) };
	src.len = strlen(src.text);
	struct program *program = parse_program(&env, &src);
	c_definitions_read(&env, program);
	bool ok = !diags.errors;
	if (!ok && is_last_try)
		print_errors(p, &diags, headers[0]);
	if (program->cdef && (ok || is_last_try))
		compare_unit(p, program->cdef, headers[0]);
	arena_free(a);
	return ok;
}

static void read_headers(struct proof *p, char *const *headers, size_t n)
{
	p->headers += n;
	if (n > 1 && read_unit(p, headers, n, false))
		return;
	for (size_t i = 0; i < n; i++)
		p->bad_headers += !read_unit(p, headers + i, 1, true);
}

static void report(const struct proof *p)
{
	size_t count[4] = { 0 };
	for (size_t i = 0; i < p->seen.cap; i++) {
		const struct seen *s = p->seen.slots[i].key ? p->seen.slots[i].value : NULL;
		if (!s)
			continue;
		count[s->verdict]++;
		if (s->verdict == DIFFERS)
			printf("DIFFERS %s (%s): %s\n", p->seen.slots[i].key, s->header, s->text);
		if (s->verdict == NOT_IN_BTF && p->verbose)
			printf("not in BTF: %s (%s)\n", p->seen.slots[i].key, s->header);
	}
	printf("%zu headers, %zu with errors; %zu structures agree, %zu differ, %zu are not in BTF; %zu members compared\n",
	       p->headers, p->bad_headers, count[AGREES], count[DIFFERS], count[NOT_IN_BTF], p->members);
}

int main(int argc, char **argv)
{
	struct proof p = { .arena = arena_new() };
	size_t batch = 1;
	for (int opt; (opt = getopt(argc, argv, "vb:")) != -1;) {
		p.verbose |= opt == 'v';
		if (opt == 'b')
			batch = MAX(strtoul(optarg, NULL, 10), 1ul);
	}
	if (argc - optind < 4) {
		fprintf(stderr, "usage: %s [-v] [-b N] SOURCE BUILD BTF HEADER...\n", argv[0]);
		return 2;
	}
	p.source = argv[optind];
	p.build = argv[optind + 1];
	p.btf = type_table_new(p.arena);
	type_table_set_btf(p.btf, argv[optind + 2]);
	strmap_init(&p.seen, p.arena);
	char *const *headers = argv + optind + 3;
	for (size_t n = (size_t)(argc - optind - 3), i = 0; i < n; i += batch)
		read_headers(&p, headers + i, MIN(batch, n - i));
	report(&p);
	arena_free(p.arena);
	return 0;
}
