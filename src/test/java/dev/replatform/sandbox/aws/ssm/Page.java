package dev.replatform.sandbox.aws.ssm;

import java.util.List;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;

/**
 * One page of a listing.
 *
 * @param nextToken null on the last page
 */
record Page<T>(List<T> items, String nextToken) {

    /**
     * @param token of the page before; null for the first
     * @param asked MaxResults; null for the most
     */
    static <T> Page<T> of(List<T> all, String token, Integer asked, int most) {
        int size = asked == null ? most : asked;
        if (size < 1 || size > most) {
            throw SsmFaults.constraint(
                    size, "maxResults", "Member must have value less than or equal to " + most + " and at least 1");
        }
        int from = Math.min(start(token), all.size());
        int to = Math.min(from + size, all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }

    private static int start(String token) {
        try {
            return token == null ? 0 : Integer.parseInt(token);
        } catch (NumberFormatException e) {
            throw InvalidNextTokenException.builder()
                    .message("The specified token isn't valid.")
                    .build();
        }
    }
}
