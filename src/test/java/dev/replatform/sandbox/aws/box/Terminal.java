package dev.replatform.sandbox.aws.box;

/** Where a program of the box writes, line by line. */
interface Terminal {
    void out(String line);

    void err(String line);
}
