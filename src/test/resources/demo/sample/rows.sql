-- Some 260,000 rows, the same on every run: what varies hangs on the row's number, nothing on a clock or a dice.
-- gallery_image has its rows already: one for each file of the image folder.

INSERT INTO django_content_type (app_label, model)
    SELECT app, model FROM (VALUES
        ('admin', 'logentry'), ('auth', 'group'), ('auth', 'permission'), ('auth', 'user'),
        ('contenttypes', 'contenttype'), ('sessions', 'session'), ('gallery', 'profile'), ('gallery', 'tag'),
        ('gallery', 'image'), ('gallery', 'comment'), ('gallery', 'like'), ('gallery', 'follow')) AS known (app, model);

INSERT INTO django_migrations (app, name, applied)
    SELECT (ARRAY['contenttypes', 'auth', 'admin', 'sessions', 'gallery'])[1 + n % 5], to_char(n, 'FM0000') || '_step',
           timestamptz '2019-03-01 08:00:00+00' + n * interval '9 days'
      FROM generate_series(1, 64) n;

INSERT INTO django_session (session_key, session_data, expire_date)
    SELECT md5('session' || n), repeat(md5(n::text), 1 + n % 6), timestamptz '2026-12-01 00:00:00+00' + n * interval '1 minute'
      FROM generate_series(1, 5000) n;

INSERT INTO auth_group (name) VALUES ('Editors'), ('Moderators'), ('Fotografen & Freunde'), ('写真部');

INSERT INTO auth_permission (name, content_type_id, codename)
    SELECT 'Can ' || verb || ' ' || model, c.id, verb || '_' || model
      FROM django_content_type c, unnest(ARRAY['add', 'change', 'delete', 'view']) verb;

INSERT INTO auth_group_permissions (group_id, permission_id)
    SELECT g.id, p.id FROM auth_group g, auth_permission p WHERE (g.id + p.id) % 3 = 0;

INSERT INTO auth_user (password, last_login, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
    SELECT 'pbkdf2_sha256$870000$' || md5('salt' || n), CASE WHEN n % 7 > 0 THEN timestamptz '2026-10-01 12:00:00.123456+02' - n * interval '37 minutes' END,
           n = 1, 'user' || n, (ARRAY['Ada', 'Zoë', 'Łukasz', 'さくら', 'Ömer', 'O''Brien', ''])[1 + n % 7], 'Family ' || n % 900,
           CASE WHEN n % 11 > 0 THEN 'User' || n || '@example.com' ELSE '' END, n % 500 = 1, n % 13 > 0,
           timestamptz '2019-03-01 00:00:00+00' + n * interval '13 hours'
      FROM generate_series(1, 5000) n;

INSERT INTO auth_user_groups (user_id, group_id) SELECT n, 1 + n % 4 FROM generate_series(1, 5000, 9) n;
INSERT INTO auth_user_user_permissions (user_id, permission_id) SELECT n, 1 + n % 48 FROM generate_series(1, 5000, 61) n;

INSERT INTO django_admin_log (action_time, object_id, object_repr, action_flag, change_message, content_type_id, user_id)
    SELECT timestamptz '2024-01-01 00:00:00+00' + n * interval '5 hours', CASE WHEN n % 5 > 0 THEN n::text END, 'Image ' || n, 1 + n % 3,
           '[{"changed": {"fields": ["title"]}}]', CASE WHEN n % 4 > 0 THEN 9 END, 1 + (n % 10) * 500
      FROM generate_series(1, 2000) n;

-- Text of every plane of Unicode, and whatever COPY and decoders trip over.
INSERT INTO gallery_profile (user_id, public_id, visibility, bio, preferences, links, credit, fingerprint, born_on, quiet_hours)
    SELECT n, md5('profile' || n)::uuid, (ARRAY['public', 'followers', 'private'])[1 + n % 3]::gallery_visibility,
           CASE WHEN n % 50 = 0 THEN '' WHEN n % 50 = 1 THEN E'tab\t back\\slash ''quote'' "double" new\nline \\N \\. {}'
                ELSE 'Plane ' || n % 17 || ': ' || chr(65536 * (n % 17) + 19968 + n % 256) || ' ' || repeat('bio ', n % 9) END,
           jsonb_build_object('theme', CASE WHEN n % 2 = 0 THEN 'dark' ELSE 'hell "é"' END, 'limit', n * 1.50, 'deep', jsonb_build_array(n, NULL, true)),
           CASE n % 4 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY['https://example.com/' || n] ELSE ARRAY['a,b', NULL, '', 'q"uote', E'back\\slash', '{}', 'NULL'] END,
           n * 0.37 - 500, CASE WHEN n % 3 > 0 THEN decode(md5(n::text), 'hex') || '\x00ff0a5c27'::bytea END,
           CASE WHEN n % 6 > 0 THEN date '1960-02-29' + n * 3 END, CASE WHEN n % 8 > 0 THEN n % 12 * interval '1 hour' + interval '30.25 seconds' END
      FROM generate_series(1, 5000) n;

INSERT INTO gallery_tag (name, slug) SELECT 'Tag №' || n, 'tag-' || n FROM generate_series(1, 300) n;

INSERT INTO gallery_image_tags (image_id, tag_id)
    SELECT i.id, 1 + (i.id * 7 + n * 31) % 300 FROM gallery_image i, generate_series(1, 8) n;

INSERT INTO gallery_comment (public_id, image_id, author_id, body, created_at, updated_at)
    SELECT md5('comment' || n)::uuid, 1 + n % (SELECT count(*) FROM gallery_image), 1 + n % 5000, 'Comment ' || n || ' ' || chr(128512 + n % 64) || repeat(' nice', n % 12),
           timestamptz '2023-01-01 00:00:00.000001+00' + n * interval '31 minutes', timestamptz '2023-01-01 00:00:00+00' + n * interval '32 minutes'
      FROM generate_series(1, 40000) n;

INSERT INTO gallery_activity (subject, verb, details, at)
    SELECT public_id, 'commented', jsonb_build_object('image', image_id, 'author', author_id), created_at FROM gallery_comment ORDER BY id;

INSERT INTO gallery_like (user_id, image_id, created_at)
    SELECT 1 + n % 5000, 1 + n / 5000 * 11 % (SELECT count(*) FROM gallery_image), timestamptz '2022-06-01 00:00:00+00' + n * interval '17 minutes'
      FROM generate_series(0, 89999) n
    ON CONFLICT DO NOTHING;

INSERT INTO gallery_follow (follower_id, followed_id, since)
    SELECT 1 + n % 5000, 1 + (n + 1 + n / 5000 * 37) % 5000, CASE WHEN n % 1000 = 0 THEN 'infinity' ELSE timestamptz '2020-02-29 23:59:59.999999+00' + n * interval '1 hour' END
      FROM generate_series(0, 24999) n;

INSERT INTO gallery_printorder (public_id, user_id, image_id, amount, exact_rate, copies, ordered_at)
    SELECT md5('order' || n)::uuid, 1 + n % 5000, 1 + n % (SELECT count(*) FROM gallery_image), n * 12.3456, 1 / n::numeric + 10::numeric ^ (n % 30),
           ARRAY[n % 7, n % 3, 0]::smallint[], timestamptz '2025-05-05 05:05:05.5+00' + n * interval '3 hours'
      FROM generate_series(1, 3000) n;

INSERT INTO gallery_pageview (request_id, path, user_id, took_ms, at)
    SELECT md5('view' || n)::uuid, '/image/' || n % 400 || '/', CASE WHEN n % 3 > 0 THEN 1 + n % 5000 END, CASE WHEN n % 10 > 0 THEN n % 97 / 7.0 END,
           timestamptz '2026-09-01 00:00:00+00' + n * interval '1 minute'
      FROM generate_series(1, 40000) n;

ANALYZE;
