package dev.replatform.postgres.checks;

/** Where the rules come from. */
final class Pages {
    static final String DMS_SOURCE = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html";
    static final String DMS_ENDPOINT = "https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateEndpoint.html";

    private static final String POSTGRES = "https://www.postgresql.org/docs/current/";

    private Pages() {}

    /** @return a page of PostgreSQL's manual */
    static String manual(String page) {
        return POSTGRES + page + ".html";
    }
}
