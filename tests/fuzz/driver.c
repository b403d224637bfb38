/*
 * A small mutation driver for fuzz targets: `NAME [-n RUNS] [-s SEED] [FILE…]`. Files are run as they are, after them
 * RUNS mutations of the target's seeds and of the files. The input being run is kept in /dev/shm, and its path is
 * printed, so that a crash leaves it behind. Runs are reproducible by their seed.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

enum { MAX_SEEDS = 4096, MAX_GROWTH = 256, MAX_SECONDS = 20 };

struct input {
	uint8_t *data;
	size_t size;
};

struct corpus {
	struct input inputs[MAX_SEEDS];
	unsigned count;
};

static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t random_below(uint64_t *state, size_t n)
{
	return n ? random_next(state) % n : 0;
}

static void add_input(struct corpus *c, uint8_t *data, size_t size)
{
	if (c->count < MAX_SEEDS)
		c->inputs[c->count++] = (struct input){ data, size };
	else
		free(data);
}

static void add_file(struct corpus *c, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		exit(1);
	}
	uint8_t *data = NULL;
	size_t size = 0, n;
	do {
		data = realloc(data, size + 65536);
		if (!data)
			abort();
		n = fread(data + size, 1, 65536, f);
		size += n;
	} while (n);
	fclose(f);
	add_input(c, data, size);
}

/* Values at which lengths and offsets tend to break. */
static const uint32_t edges[] = { 0,	1,     2,      3,	4,	    0x7f,	0x80,
				  0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff };

static void mutate_word(uint8_t *data, size_t size, uint64_t *state)
{
	size_t width = (size_t)1 << random_below(state, 3), at = random_below(state, size);
	uint32_t word = edges[random_below(state, sizeof(edges) / sizeof(edges[0]))];
	if (random_below(state, 2))
		word += (uint32_t)random_below(state, 5) - 2;
	if (width > 1)
		at &= ~(width - 1);
	if (at + width <= size)
		memcpy(data + at, &word, width);
}

/* ---- words of texts ---- */

static bool is_word(uint8_t c) { return isalnum(c) || c == '_' || c == '$' || c == '@'; }

/* The word or the single other character around a place. */
static struct input token_at(const uint8_t *data, size_t size, size_t at)
{
	size_t from = at, end = at + 1;
	if (is_word(data[at])) {
		while (from && is_word(data[from - 1]))
			from--;
		while (end < size && is_word(data[end]))
			end++;
	}
	return (struct input){ (uint8_t *)data + from, end - from };
}

/* A word becomes another one, of any input: what is often still a program. */
static size_t mutate_token(uint8_t *data, size_t size, size_t cap, const struct corpus *c, uint64_t *state)
{
	const struct input *other = &c->inputs[random_below(state, c->count)];
	if (!size || !other->size)
		return size;
	struct input old = token_at(data, size, random_below(state, size));
	struct input word = token_at(other->data, other->size, random_below(state, other->size));
	size_t from = (size_t)(old.data - data), rest = size - from - old.size;
	if (from + word.size + rest > cap)
		return size;
	memmove(old.data + word.size, old.data + old.size, rest);
	memcpy(old.data, word.data, word.size);
	return from + word.size + rest;
}

static size_t mutate_once(uint8_t *data, size_t size, size_t cap, uint64_t *state)
{
	size_t at = random_below(state, size), n = 1 + random_below(state, 16);
	switch (size ? random_below(state, 7) : 4) {
	case 0:
		data[at] ^= (uint8_t)(1 << random_below(state, 8));
		return size;
	case 1:
		data[at] = (uint8_t)random_next(state);
		return size;
	case 2:
		mutate_word(data, size, state);
		return size;
	case 3: /* cut out */
		n = n < size - at ? n : size - at;
		memmove(data + at, data + at + n, size - at - n);
		return size - n;
	case 4: /* insert */
		if (size + n > cap)
			return size;
		memmove(data + at + n, data + at, size - at);
		for (size_t i = 0; i < n; i++)
			data[at + i] = (uint8_t)random_next(state);
		return size + n;
	case 5: { /* copy within */
		size_t from = random_below(state, size), end = from > at ? from : at;
		memmove(data + at, data + from, n < size - end ? n : size - end);
		return size;
	}
	default: /* truncate, seldom */
		return random_below(state, 8) ? size : at;
	}
}

static void keep_input(const char *path, const uint8_t *data, size_t size)
{
	FILE *f = fopen(path, "wb");
	if (!f)
		return;
	fwrite(data, 1, size, f);
	fclose(f);
}

/* An input that takes too long ends the run like a crash. */
static void run_input(const char *path, const uint8_t *data, size_t size)
{
	keep_input(path, data, size);
	alarm(MAX_SECONDS);
	LLVMFuzzerTestOneInput(data, size);
}

static void run_mutations(const struct corpus *c, const char *path, unsigned long runs, uint64_t seed)
{
	uint64_t state = seed * 0x9e3779b97f4a7c15 + 1;
	for (unsigned long i = 0; i < runs && c->count; i++) {
		const struct input *in = &c->inputs[random_below(&state, c->count)];
		size_t size = in->size, cap = in->size + MAX_GROWTH;
		uint8_t *data = malloc(cap);
		if (!data)
			abort();
		if (size)
			memcpy(data, in->data, size);
		bool by_words = random_below(&state, 4);
		for (size_t n = 1 + random_below(&state, (size_t)1 << random_below(&state, 4)); n; n--)
			size = by_words ? mutate_token(data, size, cap, c, &state) : mutate_once(data, size, cap, &state);
		/* An exact copy, so that a read past the end is seen. */
		uint8_t *exact = realloc(data, size ? size : 1);
		run_input(path, exact ? exact : data, size);
		free(exact ? exact : data);
	}
}

int main(int argc, char **argv)
{
	static struct corpus c;
	unsigned long runs = 1000;
	uint64_t seed = 1;
	for (int opt; (opt = getopt(argc, argv, "n:s:")) != -1;) {
		if (opt == 'n')
			runs = strtoul(optarg, NULL, 0);
		else if (opt == 's')
			seed = strtoull(optarg, NULL, 0);
		else
			return 2;
	}
	for (int i = optind; i < argc; i++)
		add_file(&c, argv[i]);
	size_t size;
	for (unsigned i = 0; c.count < MAX_SEEDS; i++) {
		uint8_t *data = fuzz_seed(i, &size);
		if (!data)
			break;
		add_input(&c, data, size);
	}
	char path[64];
	snprintf(path, sizeof(path), "/dev/shm/fuzz-%d", (int)getpid());
	printf("%s: %u seeds, %lu runs, seed %llu, input in %s\n", argv[0], c.count, runs, (unsigned long long)seed,
	       path);
	fflush(stdout);
	for (unsigned i = 0; i < c.count; i++)
		run_input(path, c.inputs[i].data, c.inputs[i].size);
	run_mutations(&c, path, runs, seed);
	unlink(path);
	for (unsigned i = 0; i < c.count; i++)
		free(c.inputs[i].data);
	return 0;
}
