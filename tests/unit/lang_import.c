/* Imports: scripts, headers, directories, and what is refused. */
#include <sys/stat.h>
#include <unistd.h>

#include "lang_helper.h"

struct tree {
	char dir[32];
	struct strbuf path;
};

static const char *in_tree(struct tree *t, const char *name)
{
	strbuf_clear(&t->path);
	strbuf_printf(&t->path, "%s/%s", t->dir, name);
	return strbuf_str(&t->path);
}

static void put_file(struct tree *t, const char *name, const char *text)
{
	FILE *f = fopen(in_tree(t, name), "w");
	if (!f)
		return;
	fputs(text, f);
	fclose(f);
	chmod(in_tree(t, name), 0644);
}

static void make_tree(struct tree *t)
{
	memset(t, 0, sizeof(*t));
	strcpy(t->dir, "/tmp/lang-import-XXXXXX");
	if (!mkdtemp(t->dir))
		return;
	mkdir(in_tree(t, "lib"), 0755);
	put_file(t, "a.bt", "import \"lib\";\nimport \"a.bt\";\n#define A 1\nbegin { print(1); }\n");
	put_file(t, "lib/one.bt", "macro one() { 1 }\nbegin { print(2); }\n");
	put_file(t, "lib/two.bt", "import \"one.bt\";\nlet @m = hash(5);\n");
	put_file(t, "lib/x.h", "#define FROM_H 7\nstruct from_h { int a; };\n");
	put_file(t, "lib/ignored.txt", "");
	put_file(t, "config.bt", "config = { a = 1 }\n");
	put_file(t, "bad.bt", "begin { ; }\n");
	put_file(t, "open.bt", "begin { print(3); }\n");
	put_file(t, "c.bpf.c", "");
	chmod(in_tree(t, "open.bt"), 0666);
}

static void remove_tree(struct tree *t)
{
	strbuf_clear(&t->path);
	strbuf_printf(&t->path, "rm -r %s", t->dir);
	if (system(strbuf_str(&t->path)))
		perror(t->dir);
	strbuf_done(&t->path);
}

/* Parses a script that stands in the tree and resolves its imports. */
static struct program *import_in(struct lang_fixture *f, struct tree *t, const char *script)
{
	f->source = (struct source){ .name = arena_strdup(f->arena, in_tree(t, "main.bt")), .text = script };
	f->source.len = strlen(script);
	struct program *p = parse_program(&f->env, &f->source);
	import_resolve(&f->env, p);
	return p;
}

TEST(lang_imports)
{
	struct tree t;
	struct lang_fixture f;
	lang_open(&f);
	make_tree(&t);
	struct program *p = import_in(&f, &t, "import \"a.bt\"; import \"lib/one.bt\"; begin { print(FROM_H); }");
	CHECK_STR(lang_messages(&f), "");
	REQUIRE(p->items.len == 5);
	CHECK(p->items.data[0].kind == ITEM_MACRO);
	CHECK(p->items.data[1].kind == ITEM_PROBE);
	CHECK(p->items.data[2].kind == ITEM_MAP);
	CHECK(p->items.data[4].probe->span.source == &f.source);
	CHECK_INT(c_definitions_read(&f.env, p), 0);
	CHECK(strmap_get(&p->defines, "A"));
	CHECK(strmap_get(&p->defines, "FROM_H"));
	CHECK(type_named(f.env.types, "struct", "from_h"));
	remove_tree(&t);
	lang_close(&f);
}

static void check_import_error(const char *script, const char *want)
{
	struct tree t;
	struct lang_fixture f;
	lang_open(&f);
	make_tree(&t);
	import_in(&f, &t, script);
	/* The tree's own name is taken out of the text. */
	struct strbuf text = { 0 };
	const char *at = lang_messages(&f);
	for (const char *hit; (hit = strstr(at, t.dir)); at = hit + strlen(t.dir)) {
		strbuf_add(&text, at, (size_t)(hit - at));
		strbuf_puts(&text, "DIR");
	}
	strbuf_puts(&text, at);
	CHECK_STR(strbuf_str(&text), want);
	strbuf_done(&text);
	remove_tree(&t);
	lang_close(&f);
}

TEST(lang_import_errors)
{
	check_import_error("import \"nope.bt\"; begin { }",
			   "DIR/main.bt:1-17 Unable to find suitable path for import\nHINT: checked: DIR/nope.bt");
	check_import_error("import \"lib/ignored.txt\"; begin { }",
			   "DIR/main.bt:1-25 unknown import type: \"lib/ignored.txt\"");
	check_import_error("import \"config.bt\"; begin { }", "DIR/config.bt:1-19 invalid `config` within import");
	check_import_error("import \"bad.bt\"; begin { }", "DIR/bad.bt:9-10 syntax: expected expression");
	check_import_error("import \"open.bt\"; begin { }",
			   "DIR/main.bt:1-17 skipping due to global write permissions: DIR/open.bt\n"
			   "DIR/main.bt:1-17 Unable to find suitable path for import\nHINT: checked: DIR/open.bt");
	check_import_error("import \"c.bpf.c\"; begin { }",
			   "DIR/main.bt:1-17 C source cannot be imported, only what it compiles to: \"c.bpf.c\"\n"
			   "HINT: Run `clang -O2 -g -target bpf -c c.bpf.c -o c.bpf.o` and import \"c.bpf.o\".");
	check_import_error("begin { import \"a.bt\"; }",
			   "DIR/main.bt:9-22 Import statements that are not at the top level are primarily for the standard "
			   "library. If this is functionality you need, please file an issue to explain why.");
	check_import_error("config = { unstable_import_statement = enable } begin { import \"a.bt\"; }", "");
}
