/*
 * Kernel symbols. Addresses that were resolved are kept in a hash table. New ones come from a program that formats them
 * (ksym_prog.c) while they are few, or from one reading of /proc/kallsyms into a sorted table when they are many or
 * the kernel cannot format.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/internal.h"
#include "kernel/ksym_prog.h"

enum {
	/* The kernel produces kallsyms in the time that it takes to format about this many addresses. */
	PROGRAM_LIMIT = 50000,
	READ_SIZE = 1 << 20,
	/* No symbol is larger: an address this far behind the last symbol below it belongs to none. */
	MAX_OFFSET = 1 << 20,
};

struct ksym {
	uint64_t addr;
	uint32_t name; /* offset in text */
};

struct resolved {
	uint64_t addr, offset;
	const char *name; /* NULL: known to be unknown */
};

struct kern_symbols {
	struct kern_features *features;
	struct arena *arena;
	/* Resolved addresses, open addressing; addr 0 is a free slot. */
	struct resolved *slots;
	size_t count, cap;
	struct strmap names;
	struct ksym_prog *prog;
	bool prog_failed;
	size_t by_program;
	/* /proc/kallsyms */
	bool table_read;
	char *text;
	struct ksym *table;
	size_t table_len;
};

struct kern_symbols *kern_symbols_new(struct kern_features *f)
{
	struct kern_symbols *s = xcalloc(1, sizeof(*s));
	s->features = f;
	s->arena = arena_new();
	strmap_init(&s->names, s->arena);
	return s;
}

void kern_symbols_free(struct kern_symbols *s)
{
	if (!s)
		return;
	ksym_prog_free(s->prog);
	arena_free(s->arena);
	free(s->slots);
	free(s->text);
	free(s->table);
	free(s);
}

/* ---- resolved addresses ---- */

static size_t slot_of(const struct kern_symbols *s, uint64_t addr)
{
	size_t i = (addr * 0x9e3779b97f4a7c15ull) >> 32 & (s->cap - 1);
	while (s->slots[i].addr && s->slots[i].addr != addr)
		i = (i + 1) & (s->cap - 1);
	return i;
}

static const struct resolved *find_resolved(const struct kern_symbols *s, uint64_t addr)
{
	if (!s->cap)
		return NULL;
	const struct resolved *r = &s->slots[slot_of(s, addr)];
	return r->addr ? r : NULL;
}

static void grow(struct kern_symbols *s)
{
	struct resolved *old = s->slots;
	size_t old_cap = s->cap;
	s->cap = MAX(s->cap * 2, (size_t)256);
	s->slots = xcalloc(s->cap, sizeof(*s->slots));
	for (size_t i = 0; i < old_cap; i++)
		if (old[i].addr)
			s->slots[slot_of(s, old[i].addr)] = old[i];
	free(old);
}

static const struct resolved *add_resolved(struct kern_symbols *s, struct resolved r)
{
	if (s->count * 2 >= s->cap)
		grow(s);
	size_t i = slot_of(s, r.addr);
	if (!s->slots[i].addr)
		s->count++;
	s->slots[i] = r;
	return &s->slots[i];
}

/* One copy of each name. */
static const char *intern(struct kern_symbols *s, const char *name, size_t len)
{
	const char *known = strmap_getn(&s->names, name, len);
	if (known)
		return known;
	char *copy = arena_strndup(s->arena, name, len);
	strmap_putn(&s->names, copy, len, copy);
	return copy;
}

/* ---- by program ---- */

/* "name+0x10/0x200 [mod]"; "0xffff…" if there is no symbol. */
static struct resolved parse_formatted(struct kern_symbols *s, uint64_t addr, const char *text)
{
	struct resolved r = { .addr = addr };
	const char *plus = strchr(text, '+');
	if (str_starts(text, "0x"))
		return r;
	r.name = intern(s, text, plus ? (size_t)(plus - text) : strcspn(text, " "));
	r.offset = plus ? strtoull(plus + 1, NULL, 16) : 0;
	return r;
}

static bool have_program(struct kern_symbols *s)
{
	if (!s->prog && !s->prog_failed && kern_feature(s->features, FEAT_SNPRINTF))
		s->prog = ksym_prog_new();
	s->prog_failed = !s->prog;
	return s->prog;
}

/* The addresses, none of them resolved yet. Those whose text was too long stay unresolved. */
static void resolve_by_program(struct kern_symbols *s, const uint64_t *addrs, size_t n)
{
	for (size_t i = 0; i < n; i += KSYM_BATCH) {
		size_t count = MIN(n - i, (size_t)KSYM_BATCH);
		if (ksym_prog_run(s->prog, addrs + i, count)) {
			s->prog_failed = true;
			ksym_prog_free(s->prog);
			s->prog = NULL;
			return;
		}
		for (size_t k = 0; k < count; k++) {
			const char *text = ksym_prog_text(s->prog, k);
			if (text)
				add_resolved(s, parse_formatted(s, addrs[i + k], text));
		}
	}
	s->by_program += n;
}

/* ---- by /proc/kallsyms ---- */

static char *read_kallsyms(void)
{
	int fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	size_t len = 0, cap = 0;
	char *text = NULL;
	ssize_t n;
	do {
		if (cap - len < READ_SIZE) {
			cap = MAX(cap * 2, (size_t)16 * READ_SIZE);
			text = xrealloc(text, cap);
		}
		n = read(fd, text + len, cap - len - 1);
		len += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	close(fd);
	text[len] = '\0';
	return text;
}

static const char *parse_hex(const char *p, uint64_t *ret)
{
	uint64_t v = 0;
	for (;; p++) {
		unsigned digit = (unsigned char)*p - '0';
		if (digit > 9)
			digit = (unsigned)((unsigned char)*p | 0x20) - 'a' + 10;
		if (digit > 15 || (unsigned char)*p < '0')
			break;
		v = v << 4 | digit;
	}
	*ret = v;
	return p;
}

/*
 * One line, "ffffffff81000000 T name\t[mod]\n"; ends the name with a NUL. The next line, NULL at the end. Absolute symbols
 * are offsets in the per-CPU area, and all addresses are 0 where the kernel hides them.
 */
static char *parse_symbol(char *text, char *line, struct ksym *ret, bool *ret_useful)
{
	char *p = (char *)parse_hex(line, &ret->addr);
	*ret_useful = false;
	if (p[0] != ' ' || !p[1] || p[2] != ' ')
		return NULL;
	char type = p[1], *name = p + 3, *end = name;
	while (*end && *end != '\n' && *end != '\t' && *end != ' ')
		end++;
	char *next = *end == '\n' ? end : strchrnul(end, '\n');
	ret->name = (uint32_t)(name - text);
	*ret_useful = ret->addr && type != 'a' && type != 'A';
	bool more = *next;
	*end = '\0';
	return more ? next + 1 : NULL;
}

static int compare_symbols(const void *a, const void *b)
{
	const struct ksym *x = a, *y = b;
	if (x->addr != y->addr)
		return x->addr < y->addr ? -1 : 1;
	return x->name < y->name ? -1 : 1;
}

/* The last entry at or below addr; n if there is none. Of entries with one address the first. */
static size_t find_below(const struct ksym *t, size_t n, uint64_t addr)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (t[mid].addr <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return n;
	low--;
	while (low && t[low - 1].addr == t[low].addr)
		low--;
	return low;
}

/* The kernel's own symbols come sorted; modules and programs follow in any order, mostly behind them. */
static void sort_table(struct kern_symbols *s)
{
	size_t sorted = 1;
	while (sorted < s->table_len && s->table[sorted - 1].addr <= s->table[sorted].addr)
		sorted++;
	if (sorted >= s->table_len)
		return;
	uint64_t lowest = UINT64_MAX;
	for (size_t i = sorted; i < s->table_len; i++)
		lowest = MIN(lowest, s->table[i].addr);
	size_t from = find_below(s->table, sorted, lowest);
	from = from == sorted ? 0 : from;
	qsort(s->table + from, s->table_len - from, sizeof(*s->table), compare_symbols);
}

static void read_table(struct kern_symbols *s)
{
	size_t cap = 0;
	bool useful = false;
	s->table_read = true;
	s->text = read_kallsyms();
	for (char *line = s->text; line && *line;) {
		if (s->table_len == cap)
			vec_grow(NULL, (void **)&s->table, &cap, s->table_len, sizeof(*s->table));
		line = parse_symbol(s->text, line, &s->table[s->table_len], &useful);
		s->table_len += useful;
	}
	sort_table(s);
}

static struct resolved find_in_table(const struct kern_symbols *s, uint64_t addr)
{
	struct resolved r = { .addr = addr };
	size_t i = find_below(s->table, s->table_len, addr);
	if (i == s->table_len || addr - s->table[i].addr > MAX_OFFSET)
		return r;
	r.name = s->text + s->table[i].name;
	r.offset = addr - s->table[i].addr;
	return r;
}

/* ---- both ---- */

static int compare_addresses(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* The addresses that are new, each once; malloc'd. */
static uint64_t *select_new(const struct kern_symbols *s, const uint64_t *addrs, size_t n, size_t *ret_n)
{
	uint64_t *fresh = xmalloc(MAX(n, (size_t)1) * sizeof(*fresh));
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < n; i++)
		if (addrs[i] && !find_resolved(s, addrs[i]))
			fresh[count++] = addrs[i];
	if (count > 1)
		qsort(fresh, count, sizeof(*fresh), compare_addresses);
	for (size_t i = 0; i < count; i++)
		if (!i || fresh[i] != fresh[i - 1])
			fresh[kept++] = fresh[i];
	*ret_n = kept;
	return fresh;
}

void kern_symbols_prefetch(struct kern_symbols *s, const uint64_t *addrs, size_t n)
{
	if (s->table_read)
		return;
	size_t count;
	uint64_t *fresh = select_new(s, addrs, n, &count);
	if (count && s->by_program + count <= PROGRAM_LIMIT && have_program(s))
		resolve_by_program(s, fresh, count);
	else if (count)
		read_table(s);
	free(fresh);
}

const char *kern_symbol_name(struct kern_symbols *s, uint64_t addr, uint64_t *ret_offset)
{
	if (!addr)
		return NULL;
	const struct resolved *r = find_resolved(s, addr);
	if (!r) {
		kern_symbols_prefetch(s, &addr, 1);
		r = find_resolved(s, addr);
	}
	if (!r) {
		if (!s->table_read)
			read_table(s);
		r = add_resolved(s, find_in_table(s, addr));
	}
	*ret_offset = r->offset;
	return r->name;
}

uint64_t kern_symbol_address(struct kern_symbols *s, const char *name)
{
	uint64_t addr = 0;
	int err = s->table_read ? -EAGAIN : ksym_prog_lookup(name, &addr);
	if (!err || err == -ENOENT)
		return addr;
	if (!s->table_read)
		read_table(s);
	for (size_t i = 0; i < s->table_len; i++)
		if (!strcmp(s->text + s->table[i].name, name))
			return s->table[i].addr;
	return 0;
}
