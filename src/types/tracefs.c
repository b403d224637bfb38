/*
 * Event formats. A format file has a line `field:DECLARATION; offset:O; size:S; signed:B;` for each field. The
 * declaration is C as the kernel's source has it, with typedefs that need not be known here: size and sign are taken
 * from the line, and only pointers, enums and whole structs need the type's name. So most events are read without
 * opening BTF: structs behind pointers stay names until somebody looks into them.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "types/internal.h"

enum { MAX_FIELD_END = 1 << 20, MAX_POINTER_DEPTH = 8 };

const char *tracefs_root(void)
{
	static const char *const roots[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
	for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
		char events[64];
		snprintf(events, sizeof(events), "%s/events", roots[i]);
		if (!access(events, F_OK))
			return roots[i];
	}
	return NULL;
}

/* ---- lines ---- */

/* One field; text points into the format, `decl` is what stands between `field:` and `;`. */
struct field {
	const char *decl;
	size_t decl_len;
	uint32_t offset, size;
	bool is_signed;
};

/* The number behind `key` between p and end. */
static bool find_number(const char *p, const char *end, const char *key, uint32_t *ret)
{
	const char *at = memmem(p, (size_t)(end - p), key, strlen(key));
	if (!at)
		return false;
	uint64_t n = 0;
	at += strlen(key);
	if (at == end || !isdigit((unsigned char)*at))
		return false;
	for (; at < end && isdigit((unsigned char)*at) && n < MAX_FIELD_END; at++)
		n = n * 10 + (uint64_t)(*at - '0');
	*ret = (uint32_t)n;
	return n < MAX_FIELD_END;
}

static bool parse_line(const char *line, const char *end, struct field *f)
{
	static const char key[] = "field:";
	const char *decl = memmem(line, (size_t)(end - line), key, sizeof(key) - 1);
	if (!decl)
		return false;
	decl += sizeof(key) - 1;
	const char *semicolon = memchr(decl, ';', (size_t)(end - decl));
	if (!semicolon)
		return false;
	uint32_t sign = 0;
	*f = (struct field){ .decl = decl, .decl_len = (size_t)(semicolon - decl) };
	if (!find_number(semicolon, end, "offset:", &f->offset) || !find_number(semicolon, end, "size:", &f->size))
		return false;
	find_number(semicolon, end, "signed:", &sign);
	f->is_signed = sign != 0;
	return f->offset + f->size <= MAX_FIELD_END;
}

/* The next field from *text on, which moves behind it; false at the end. */
static bool next_field(const char **text, struct field *f)
{
	while (**text) {
		const char *line = *text, *end = strchrnul(line, '\n');
		*text = *end ? end + 1 : end;
		if (parse_line(line, end, f))
			return true;
	}
	return false;
}

/* ---- declarations ---- */

struct declaration {
	char type[96]; /* base type: words separated by one blank, without const and volatile */
	char name[64];
	unsigned pointers; /* stars */
	bool is_array;
	uint32_t count; /* of the array, 0: not a plain number */
	bool is_data_loc, is_rel_loc;
};

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool word_is(const char *p, size_t len, const char *word)
{
	return strlen(word) == len && !memcmp(p, word, len);
}

static void append_word(char *to, size_t cap, const char *word, size_t len)
{
	size_t used = strlen(to);
	if (used + len + 2 > cap)
		return;
	if (used)
		to[used++] = ' ';
	memcpy(to + used, word, len);
	to[used + len] = '\0';
}

static void add_type_word(struct declaration *d, const char *p, size_t len)
{
	static const char *const dropped[] = { "const", "volatile", "__user", "__kernel", "__percpu", "__rcu" };
	for (size_t i = 0; i < ARRAY_LEN(dropped); i++)
		if (word_is(p, len, dropped[i]))
			return;
	if (word_is(p, len, "__data_loc"))
		d->is_data_loc = true;
	else if (word_is(p, len, "__rel_loc"))
		d->is_rel_loc = true;
	else
		append_word(d->type, sizeof(d->type), p, len);
}

/* `[16]`, `[]` or `[EXPRESSION]`; returns what follows. */
static const char *parse_brackets(struct declaration *d, const char *p, const char *end)
{
	uint64_t n = 0;
	bool plain = true;
	d->is_array = true;
	for (p++; p < end && *p != ']'; p++) {
		if (isdigit((unsigned char)*p) && n < MAX_FIELD_END)
			n = n * 10 + (uint64_t)(*p - '0');
		else
			plain = false;
	}
	d->count = plain ? (uint32_t)n : 0;
	return p < end ? p + 1 : end;
}

/* The last word is the name, the others are the type. */
static bool parse_declaration(const char *p, size_t len, struct declaration *d)
{
	const char *end = p + len, *name = NULL;
	size_t name_len = 0;
	*d = (struct declaration){ 0 };
	while (p < end) {
		const char *start = p;
		while (p < end && is_word_char(*p))
			p++;
		if (p > start) {
			if (name)
				add_type_word(d, name, name_len);
			name = start;
			name_len = (size_t)(p - start);
		} else if (*p == '[') {
			p = parse_brackets(d, p, end);
		} else {
			d->pointers += *p == '*';
			p++;
		}
	}
	if (!name || name_len >= sizeof(d->name) || !*d->type)
		return false;
	append_word(d->name, sizeof(d->name), name, name_len);
	return true;
}

/* ---- types ---- */

/* "unsigned long", "long long int", …: the size by the words; 0: not a C integer. `char` alone is unsigned here. */
static unsigned c_integer(const char *text, bool *ret_signed)
{
	unsigned size = 4, longs = 0;
	bool is_unsigned = false;
	for (const char *p = text; *p;) {
		size_t len = strcspn(p, " ");
		if (word_is(p, len, "unsigned") || (word_is(p, len, "char") && p == text))
			is_unsigned = true;
		if (word_is(p, len, "char"))
			size = 1;
		else if (word_is(p, len, "short"))
			size = 2;
		else if (word_is(p, len, "long"))
			longs++;
		else if (!word_is(p, len, "int") && !word_is(p, len, "unsigned") && !word_is(p, len, "signed"))
			return 0;
		p += len + (p[len] == ' ');
	}
	*ret_signed = !is_unsigned;
	return longs ? 8 : size;
}

/* A struct by name, not looked up in BTF unless that is in use already. */
static const struct type *named_struct(struct type_table *t, const char *name, bool is_union)
{
	const struct type *s = strmap_get(&t->named[is_union ? NAMES_UNION : NAMES_STRUCT], name);
	if (!s && t->btf_tried)
		s = type_named(t, is_union ? "union" : "struct", name);
	return s ? s : type_struct_declare(t, name, is_union);
}

/* A type by its words; NULL: not known. */
static const struct type *base_type(struct type_table *t, const char *text)
{
	bool is_signed;
	unsigned size = c_integer(text, &is_signed);
	if (size)
		return type_int(t, size, is_signed);
	if (str_starts(text, "struct "))
		return named_struct(t, text + strlen("struct "), false);
	if (str_starts(text, "union "))
		return named_struct(t, text + strlen("union "), true);
	if (str_starts(text, "enum "))
		return type_named(t, "enum", text + strlen("enum "));
	return strchr(text, ' ') ? NULL : type_named(t, NULL, text);
}

static const struct type *pointer_type(struct type_table *t, const struct declaration *d, enum addr_space space)
{
	const struct type *type = base_type(t, d->type);
	if (!type)
		type = type_void(t);
	for (unsigned i = 0; i < MIN(d->pointers, (unsigned)MAX_POINTER_DEPTH); i++)
		type = type_pointer(t, type, space);
	return type;
}

static bool is_register_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* A value of the size that the file gives: enum or struct if the name says so and the size agrees, else an integer. */
static const struct type *scalar_type(struct type_table *t, const char *text, uint32_t size, bool is_signed)
{
	const struct type *named = NULL;
	if (!strcmp(text, "bool") || str_starts(text, "enum ") || str_starts(text, "struct ") ||
	    str_starts(text, "union ") || !is_register_size(size))
		named = base_type(t, text);
	if (named && type_complete(t, named)->size == size)
		return named;
	if (is_register_size(size))
		return type_int(t, size, is_signed);
	return type_array(t, type_int(t, 1, false), size);
}

static const struct type *array_type(struct type_table *t, const struct declaration *d, const struct field *f,
				     enum addr_space space)
{
	if (!d->pointers && !strcmp(d->type, "char") && f->size)
		return type_string(t, f->size);
	if (d->pointers)
		return type_array(t, pointer_type(t, d, space), f->size / 8);
	if (d->count && f->size % d->count == 0 && f->size)
		return type_array(t, scalar_type(t, d->type, f->size / d->count, f->is_signed), d->count);
	const struct type *element = base_type(t, d->type);
	if (!element || !type_complete(t, element)->size || f->size % element->size)
		element = type_int(t, 1, false);
	return type_array(t, element, f->size / element->size);
}

static const struct type *field_type(struct type_table *t, const struct declaration *d, const struct field *f,
				     enum addr_space space)
{
	if (d->is_data_loc)
		return type_int(t, 8, true);
	if (d->is_array)
		return array_type(t, d, f, space);
	if (d->pointers && f->size == 8)
		return pointer_type(t, d, space);
	return scalar_type(t, d->type, f->size, f->is_signed);
}

/* ---- events ---- */

int tracefs_parse_format(struct type_table *t, const char *struct_name, const char *text, bool user_pointers,
			 const struct type **ret)
{
	VEC(struct type_member) members = { 0 };
	uint32_t size = 0;
	struct field f;
	struct declaration d;
	while (next_field(&text, &f)) {
		if (!parse_declaration(f.decl, f.decl_len, &d))
			continue;
		size = MAX(size, f.offset + f.size);
		if (str_starts(d.name, "common_") || d.is_rel_loc || (d.is_data_loc && f.size != 4))
			continue;
		const struct type *type = field_type(t, &d, &f, user_pointers ? SPACE_USER : SPACE_KERNEL);
		vec_push(NULL, &members,
			 (struct type_member){ .name = arena_strdup(t->arena, d.name),
					       .type = type,
					       .offset = f.offset,
					       .is_data_loc = d.is_data_loc });
	}
	struct type *s = type_new_struct(t, struct_name, false);
	type_struct_define(t, s, members.data, (uint32_t)members.len, ALIGN_UP(size, 8u), 8);
	vec_free(&members);
	*ret = s;
	return size ? 0 : -EINVAL;
}

/* A name of the command line must not lead out of the events directory. */
static bool is_path_part(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

static int read_format(const char *category, const char *event, char **ret)
{
	const char *root = tracefs_root();
	if (!root || !is_path_part(category) || !is_path_part(event))
		return -ENOENT;
	char *path = xasprintf("%s/events/%s/%s/format", root, category, event);
	int err = file_read_all(path, ret, NULL);
	free(path);
	return err;
}

int tracefs_event_type(struct type_table *t, const char *category, const char *event, const struct type **ret)
{
	char *name = arena_sprintf(t->arena, "tracepoint:%s:%s_args", category, event);
	*ret = strmap_get(&t->named[NAMES_STRUCT], name);
	if (*ret)
		return 0;
	char *text;
	int err = read_format(category, event, &text);
	if (err)
		return err;
	err = tracefs_parse_format(t, name, text, !strcmp(category, "syscalls"), ret);
	free(text);
	if (!err)
		strmap_put(&t->named[NAMES_STRUCT], name, (void *)(uintptr_t)*ret);
	return err;
}

int tracefs_event_fields(const char *category, const char *event, void (*fn)(void *, const char *line), void *ctx)
{
	char *text;
	int err = read_format(category, event, &text);
	if (err)
		return err;
	struct field f;
	struct declaration d;
	for (const char *p = text; next_field(&p, &f);) {
		if (!parse_declaration(f.decl, f.decl_len, &d) || str_starts(d.name, "common_"))
			continue;
		char *line = xasprintf("%.*s", (int)f.decl_len, f.decl);
		fn(ctx, line);
		free(line);
	}
	free(text);
	return 0;
}

int tracefs_each_event(void (*fn)(void *ctx, const char *category, const char *event), void *ctx)
{
	const char *root = tracefs_root();
	if (!root)
		return -ENOENT;
	char *text, *path = xasprintf("%s/available_events", root);
	int err = file_read_all(path, &text, NULL);
	free(path);
	if (err)
		return err;
	for (char *line = text, *end; *line; line = end) {
		end = strchrnul(line, '\n');
		if (*end)
			*end++ = '\0';
		char *colon = strchr(line, ':');
		if (!colon)
			continue;
		*colon = '\0';
		fn(ctx, line, colon + 1);
	}
	free(text);
	return 0;
}
