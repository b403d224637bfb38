/* The floor: what the kernel and the C library ask for any static program to start and end. */
int main(void) { return 0; }
