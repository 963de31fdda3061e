/* The least that a program with libedit can be: what the session's echo is measured beside. */
#include <histedit.h>
#include <stdio.h>

static char *prompt(EditLine *el) {
    (void)el;
    return "bare> ";
}

int main(void) {
    EditLine *el = el_init("bare", stdin, stdout, stderr);
    int count;
    el_set(el, EL_PROMPT, prompt);
    el_set(el, EL_EDITOR, "emacs");
    while (el_gets(el, &count) != NULL && count > 0) {
    }
    el_end(el);
    return 0;
}
