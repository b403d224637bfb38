/*
 * Settings: one row each. A row says where the value lies in struct config, how text becomes the value and what is said
 * about a bad one. The script's block and the environment share the rows; deprecated and renamed keys have tables of
 * their own and exist for the script alone.
 */
#include <assert.h>
#include <strings.h>

#include "sema/config.h"

/* ---- words that settings take ---- */

struct word {
	const char *text;
	int value;
};

static const struct word unstable_words[] = {
	{ "enable", UNSTABLE_ENABLE }, { "warn", UNSTABLE_WARN }, { "error", UNSTABLE_ERROR }, { NULL, 0 }
};
static const struct word missing_words[] = {
	{ "error", MISSING_ERROR }, { "warn", MISSING_WARN }, { "ignore", MISSING_IGNORE }, { NULL, 0 }
};
static const struct word stack_words[] = {
	{ "bpftrace", STACK_BPFTRACE }, { "raw", STACK_RAW },	{ "perf", STACK_PERF },
	{ "build_id", STACK_BUILD_ID }, { NULL, 0 },
};
static const struct word attach_words[] = {
	{ "auto", ATTACH_AUTO },	     { "perf", ATTACH_PERF }, { "multi", ATTACH_MULTI },
	{ "trampoline", ATTACH_TRAMPOLINE }, { "raw", ATTACH_RAW },   { NULL, 0 },
};
static const char *const licenses[] = {
	"Dual MIT/GPL", "Dual BSD/GPL", "Dual MPL/GPL", "GPL and additional rights", "GPL v2", "GPL", NULL
};
static const char *const cache_words[] = { "PER_PID", "PER_PROGRAM", "NONE", NULL };

/* ---- the rows ---- */

enum setting_kind { SET_BOOL, SET_INT, SET_STRING, SET_WORD, SET_UNSTABLE, SET_LICENSE, SET_CACHE };

struct setting {
	const char *key;
	enum setting_kind kind;
	bool in_record; /* a field of the builtin `config` */
	size_t offset;
	const char *def;
	const struct word *words;
	const char *allowed;
	const char *complaint; /* about a bad word */
	const char *meaning;
	bool exact_case;
	uint64_t max; /* of a number; 0: any */
};

/*
 * What no kernel or no machine could serve: the kernel refuses logs of a GiB, strings lie in frames and in memory of each
 * CPU, a ring of a GiB takes a GiB.
 */
enum { MAX_LOG_BYTES = (1 << 30) - 1, MAX_STRING_BYTES = 1 << 24, MAX_RING_PAGES = 1 << 18 };

#define AT(field) offsetof(struct config, field)
#define ON_OFF "true, false"
#define UNSTABLE_ROW(name, state, what)                                                                               \
	{ #name, SET_UNSTABLE, true, AT(name), state, unstable_words, "enable, warn, error",                          \
	  "Invalid value for unstable config: valid values are enable, warn, and error.", what }

/* In the order of the fields of the record. */
static const struct setting settings[] = {
	{ "cpp_demangle", SET_BOOL, true, AT(cpp_demangle), "true", NULL, ON_OFF, NULL, "demangle C++ symbols" },
	{ "lazy_symbolication", SET_BOOL, true, AT(lazy_symbolication), "true", NULL, ON_OFF, NULL,
	  "resolve user symbols when they are printed" },
	{ "print_maps_on_exit", SET_BOOL, true, AT(print_maps_on_exit), "true", NULL, ON_OFF, NULL,
	  "print maps at the end" },
	{ "use_blazesym", SET_BOOL, true, AT(use_blazesym), "false", NULL, ON_OFF, NULL, "accepted, without effect" },
	{ "show_debug_info", SET_BOOL, true, AT(show_debug_info), "false", NULL, ON_OFF, NULL,
	  "file and line of stack frames" },
	{ "log_size", SET_INT, true, AT(log_size), "1000000", NULL, "bytes", NULL, "size of the verifier log",
	  .max = MAX_LOG_BYTES },
	{ "max_bpf_progs", SET_INT, true, AT(max_bpf_progs), "1024", NULL, "number", NULL, "limit of programs" },
	{ "max_cat_bytes", SET_INT, true, AT(max_cat_bytes), "10240", NULL, "bytes", NULL, "what cat() reads" },
	{ "max_map_keys", SET_INT, true, AT(max_map_keys), "4096", NULL, "number", NULL, "entries of a keyed map" },
	{ "max_probes", SET_INT, true, AT(max_probes), "1024", NULL, "number", NULL, "limit of attached probes" },
	{ "max_strlen", SET_INT, true, AT(max_strlen), "1024", NULL, "bytes", NULL, "size of str(), buf() and path()",
	  .max = MAX_STRING_BYTES },
	{ "on_stack_limit", SET_INT, true, AT(on_stack_limit), "32", NULL, "bytes", NULL,
	  "larger values lie in preallocated memory" },
	{ "perf_rb_pages", SET_INT, true, AT(perf_rb_pages), "0", NULL, "pages; 0: automatic", NULL,
	  "size of the ring buffer", .max = MAX_RING_PAGES },
	{ "str_trunc_trailer", SET_STRING, true, AT(str_trunc_trailer), "..", NULL, "text", NULL,
	  "appended to a string that was cut" },
	UNSTABLE_ROW(unstable_import_statement, "error", "import inside blocks"),
	UNSTABLE_ROW(unstable_tseries, "warn", "tseries()"),
	UNSTABLE_ROW(unstable_typeinfo, "error", "typeinfo()"),
	UNSTABLE_ROW(unstable_dw_ustack, "warn", "dw_ustack()"),
	{ "missing_probes", SET_WORD, true, AT(missing_probes), "error", missing_words, "error, warn, ignore",
	  "Invalid value for missing_probes: valid values are ignore, warn, and error.",
	  "attach points that match nothing" },
	{ "stack_mode", SET_WORD, true, AT(stack_mode), "bpftrace", stack_words, "bpftrace, perf, raw, build_id",
	  "Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_id.", "form of stacks", true },
	{ "license", SET_LICENSE, true, AT(license), "GPL", NULL, "GPL, GPL v2, …", NULL, "licence of the programs" },
	{ "cache_user_symbols", SET_CACHE, false, AT(cache_user_symbols), "", NULL, "PER_PID, PER_PROGRAM, NONE",
	  "Invalid value for cache_user_symbols: valid values are PER_PID, PER_PROGRAM, and NONE.",
	  "how long user symbols are kept" },
	{ "attach", SET_WORD, false, AT(attach), "auto", attach_words, "auto, perf, multi, trampoline, raw",
	  "Invalid value for attach: valid values are auto, perf, multi, trampoline, and raw.",
	  "how probes are attached" },
};

static const char *const deprecated[] = { "symbol_source",   "max_type_res_iterations", "unstable_addr",
					  "unstable_import", "unstable_macro",		"unstable_map_decl" };
static const struct {
	const char *from, *to;
} renamed[] = {
	{ "strlen", "max_strlen" },
	{ "cat_bytes_max", "max_cat_bytes" },
	{ "map_keys_max", "max_map_keys" },
	{ "no_cpp_demangle", "cpp_demangle" },
};
static const char *const environment_only[] = { "btf", "vmlinux", "kernel_source", "kernel_build", "color" };

static const struct setting *setting_find(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		if (!strcasecmp(settings[i].key, key))
			return &settings[i];
	return NULL;
}

/* ---- setting one value; on failure the text of the complaint without the key, in the arena ---- */

static bool parse_bool(const char *text, bool *ret)
{
	static const struct word words[] = { { "true", 1 },  { "on", 1 },  { "yes", 1 }, { "1", 1 }, { "false", 0 },
					     { "off", 0 }, { "no", 0 }, { "0", 0 },  { NULL, 0 } };
	for (const struct word *w = words; w->text; w++)
		if (!strcasecmp(w->text, text)) {
			*ret = w->value;
			return true;
		}
	return false;
}

static const char *set_bool(struct config *c, const struct setting *s, const char *text)
{
	bool value;
	if (!parse_bool(text, &value))
		return "Invalid bool value: valid values are true, false, 1 or 0.";
	*(bool *)((char *)c + s->offset) = value;
	return NULL;
}

static const char *set_int(struct config *c, const struct setting *s, const char *text, struct arena *a)
{
	uint64_t value;
	bool negative;
	if (!parse_int_text(text, &value, &negative) || negative)
		return arena_sprintf(a, "expecting a number, got %s", text);
	if (s->max && value > s->max)
		return arena_sprintf(a, "expecting a number up to %llu, got %s", (unsigned long long)s->max, text);
	*(uint64_t *)((char *)c + s->offset) = value;
	return NULL;
}

static const char *set_word(struct config *c, const struct setting *s, const char *text)
{
	for (const struct word *w = s->words; w->text; w++)
		if (!(s->exact_case ? strcmp(w->text, text) : strcasecmp(w->text, text))) {
			*(int *)((char *)c + s->offset) = w->value;
			return NULL;
		}
	return s->complaint;
}

/* A word, or whether the feature is wanted. */
static const char *set_unstable(struct config *c, const struct setting *s, const char *text)
{
	bool wanted;
	if (parse_bool(text, &wanted))
		text = wanted ? "enable" : "error";
	return set_word(c, s, text);
}

static const char *set_license(struct config *c, const char *text, struct arena *a)
{
	for (size_t i = 0; licenses[i]; i++)
		if (!strcmp(licenses[i], text)) {
			c->license = licenses[i];
			return NULL;
		}
	return arena_sprintf(a,
			     "Invalid value for license. Found: %s. Valid values: Dual MIT/GPL, Dual BSD/GPL, Dual "
			     "MPL/GPL, GPL and additional rights, GPL v2, GPL. Read more about BPF programs and "
			     "licensing: "
			     "https://docs.kernel.org/bpf/bpf_licensing.html#using-bpf-programs-in-the-linux-kernel",
			     text);
}

/* A word, or whether to keep symbols as is usual. */
static const char *set_cache(struct config *c, const struct setting *s, const char *text)
{
	if (!strcmp(text, "1"))
		return NULL;
	for (size_t i = 0; cache_words[i]; i++)
		if (!strcasecmp(cache_words[i], strcmp(text, "0") ? text : "NONE")) {
			c->cache_user_symbols = cache_words[i];
			return NULL;
		}
	return s->complaint;
}

static const char *setting_set(struct config *c, const struct setting *s, const char *text, struct arena *a)
{
	switch (s->kind) {
	case SET_BOOL:
		return set_bool(c, s, text);
	case SET_INT:
		return set_int(c, s, text, a);
	case SET_WORD:
		return set_word(c, s, text);
	case SET_UNSTABLE:
		return set_unstable(c, s, text);
	case SET_LICENSE:
		return set_license(c, text, a);
	case SET_CACHE:
		return set_cache(c, s, text);
	case SET_STRING:
		*(const char **)((char *)c + s->offset) = text;
		return NULL;
	}
	return NULL;
}

/* Messages name the key, except the one about licences, which names it itself. */
static const char *complaint_text(const struct setting *s, const char *why, struct arena *a)
{
	return s->kind == SET_LICENSE ? why : arena_sprintf(a, "%s: %s", s->key, why);
}

void config_init(struct config *c)
{
	memset(c, 0, sizeof(*c));
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		if (settings[i].kind == SET_CACHE)
			continue;
		const char *why = setting_set(c, &settings[i], settings[i].def, NULL);
		assert(!why);
		(void)why;
	}
}

/* ---- the script's block ---- */

static bool listed(const char *const *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (!strcasecmp(list[i], key))
			return true;
	return false;
}

static const char *without_prefix(const char *key)
{
	static const char prefix[] = "bpftrace_";
	return strncasecmp(key, prefix, sizeof(prefix) - 1) ? key : key + sizeof(prefix) - 1;
}

static const char *renamed_to(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(renamed); i++)
		if (!strcasecmp(renamed[i].from, key))
			return renamed[i].to;
	return NULL;
}

static bool takes_bool(const struct setting *s)
{
	return s->kind == SET_BOOL || s->kind == SET_UNSTABLE || s->kind == SET_CACHE;
}

/* Booleans are the integers 1 and 0, and integers are booleans where the key wants one. */
static const char *value_text(const struct setting *s, const struct config_assign *v, struct arena *a)
{
	if (v->kind != CONFIG_BOOL && v->kind != CONFIG_INT)
		return v->text;
	uint64_t n = v->kind == CONFIG_INT ? v->number : !strcmp(v->text, "true");
	return arena_sprintf(a, "%llu", (unsigned long long)(takes_bool(s) ? n != 0 : n));
}

static void apply_assign(struct config *c, const struct config_assign *v, struct diags *d, struct arena *a)
{
	const char *key = without_prefix(v->key);
	const char *now = renamed_to(key);
	if (now)
		diag_add(d, D_CONFIG_DEPRECATED, v->span, "%s has been renamed, please use %s", v->key, now);
	key = now ? now : key;
	const struct setting *s = setting_find(key);
	if (s) {
		const char *why = setting_set(c, s, value_text(s, v, a), a);
		if (why)
			diag_add(d, D_CONFIG, v->span, "%s", complaint_text(s, why, a));
	} else if (listed(deprecated, ARRAY_LEN(deprecated), key)) {
		diag_add(d, D_CONFIG_DEPRECATED, v->span, "%s is deprecated and has no effect", v->key);
	} else if (listed(environment_only, ARRAY_LEN(environment_only), key)) {
		diag_add(d, D_CONFIG, v->span, "%s: can only be set as an environment variable", v->key);
	} else {
		diag_add(d, D_CONFIG, v->span, "%s: not a known configuration option", v->key);
	}
}

void config_apply_script(struct config *c, const struct program *p, struct diags *d, struct arena *a)
{
	for (size_t i = 0; i < p->config.len; i++)
		apply_assign(c, &p->config.data[i], d, a);
}

/* ---- the environment ---- */

static bool env_matches(const char *entry, const char *key, const char **ret_value)
{
	static const char prefix[] = "BPFTRACE_";
	if (strncmp(entry, prefix, sizeof(prefix) - 1))
		return false;
	entry += sizeof(prefix) - 1;
	size_t n = strlen(key);
	for (size_t i = 0; i < n; i++) {
		char upper = key[i] >= 'a' && key[i] <= 'z' ? key[i] - 'a' + 'A' : key[i];
		if (entry[i] != upper)
			return false;
	}
	*ret_value = entry + n + 1;
	return entry[n] == '=';
}

int config_apply_env(struct config *c, char *const *env, struct arena *a, const char **ret_error)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		for (char *const *e = env; e && *e; e++) {
			const char *value;
			if (!env_matches(*e, settings[i].key, &value))
				continue;
			const char *why = setting_set(c, &settings[i], arena_strdup(a, value), a);
			if (why) {
				*ret_error = complaint_text(&settings[i], why, a);
				return -1;
			}
			break;
		}
	return 0;
}

/* ---- the record, and the list for the documents ---- */

size_t config_field_count(void)
{
	size_t n = 0;
	while (n < ARRAY_LEN(settings) && settings[n].in_record)
		n++;
	return n;
}

static const char *word_text(const struct word *words, int value)
{
	while (words->text && words->value != value)
		words++;
	return words->text;
}

const char *config_field(const struct config *c, size_t i, struct arena *a, struct expr **ret)
{
	const struct setting *s = &settings[i];
	const void *at = (const char *)c + s->offset;
	const char *text;
	switch (s->kind) {
	case SET_BOOL:
		*ret = expr_new(a, EXPR_BOOL, span_none());
		(*ret)->value = *(const bool *)at;
		return s->key;
	case SET_INT:
		*ret = expr_new_int(a, *(const uint64_t *)at, false, span_none());
		return s->key;
	case SET_WORD:
	case SET_UNSTABLE:
		text = word_text(s->words, *(const int *)at);
		break;
	default:
		text = *(const char *const *)at;
		break;
	}
	*ret = expr_new_string(a, text ? text : "", text ? strlen(text) : 0, span_none());
	return s->key;
}

void config_list(void (*fn)(void *ctx, const char *key, const char *def, const char *allowed), void *ctx)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		fn(ctx, settings[i].key, settings[i].def, settings[i].allowed);
}
