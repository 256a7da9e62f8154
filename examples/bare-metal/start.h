#ifndef START_H
#define START_H

/* What the application does; returns the status that the emulator ends with. */
int program(void);

/* Writes a text to the console. */
void print(const char *text);

/* Ends the emulator. */
void end(int status);

#endif
