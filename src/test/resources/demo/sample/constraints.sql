-- After the rows: one look at each table is enough for a foreign key, and the rows would set the triggers off.
ALTER TABLE auth_permission ADD CONSTRAINT auth_permission_content_type_id_fk_django_content_type FOREIGN KEY (content_type_id) REFERENCES django_content_type DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE auth_group_permissions ADD CONSTRAINT auth_group_permissions_group_id_fk_auth_group FOREIGN KEY (group_id) REFERENCES auth_group DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE auth_group_permissions ADD CONSTRAINT auth_group_permissions_permission_id_fk_auth_permission FOREIGN KEY (permission_id) REFERENCES auth_permission DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE auth_user_groups ADD CONSTRAINT auth_user_groups_user_id_fk_auth_user FOREIGN KEY (user_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE auth_user_groups ADD CONSTRAINT auth_user_groups_group_id_fk_auth_group FOREIGN KEY (group_id) REFERENCES auth_group DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE auth_user_user_permissions ADD CONSTRAINT auth_user_user_permissions_user_id_fk_auth_user FOREIGN KEY (user_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE auth_user_user_permissions ADD CONSTRAINT auth_user_user_permissions_permission_id_fk_auth_permission FOREIGN KEY (permission_id) REFERENCES auth_permission DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE django_admin_log ADD CONSTRAINT django_admin_log_content_type_id_fk_django_content_type FOREIGN KEY (content_type_id) REFERENCES django_content_type DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE django_admin_log ADD CONSTRAINT django_admin_log_user_id_fk_auth_user FOREIGN KEY (user_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_profile ADD CONSTRAINT gallery_profile_user_id_fk_auth_user FOREIGN KEY (user_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_image ADD CONSTRAINT gallery_image_owner_id_fk_auth_user FOREIGN KEY (owner_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_image_tags ADD CONSTRAINT gallery_image_tags_image_id_fk_gallery_image FOREIGN KEY (image_id) REFERENCES gallery_image DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_image_tags ADD CONSTRAINT gallery_image_tags_tag_id_fk_gallery_tag FOREIGN KEY (tag_id) REFERENCES gallery_tag DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_comment ADD CONSTRAINT gallery_comment_image_id_fk_gallery_image FOREIGN KEY (image_id) REFERENCES gallery_image DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_comment ADD CONSTRAINT gallery_comment_author_id_fk_auth_user FOREIGN KEY (author_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_like ADD CONSTRAINT gallery_like_user_id_fk_auth_user FOREIGN KEY (user_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_like ADD CONSTRAINT gallery_like_image_id_fk_gallery_image FOREIGN KEY (image_id) REFERENCES gallery_image DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_follow ADD CONSTRAINT gallery_follow_follower_id_fk_auth_user FOREIGN KEY (follower_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_follow ADD CONSTRAINT gallery_follow_followed_id_fk_auth_user FOREIGN KEY (followed_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_printorder ADD CONSTRAINT gallery_printorder_user_id_fk_auth_user FOREIGN KEY (user_id) REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_printorder ADD CONSTRAINT gallery_printorder_image_id_fk_gallery_image FOREIGN KEY (image_id) REFERENCES gallery_image DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE gallery_report ADD CONSTRAINT gallery_report_image_id_fk_gallery_image FOREIGN KEY (image_id) REFERENCES gallery_image DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER gallery_image_touch BEFORE UPDATE ON gallery_image FOR EACH ROW EXECUTE FUNCTION gallery_touch();
CREATE TRIGGER gallery_comment_touch BEFORE UPDATE ON gallery_comment FOR EACH ROW EXECUTE FUNCTION gallery_touch();
CREATE TRIGGER gallery_comment_tell AFTER INSERT ON gallery_comment FOR EACH ROW EXECUTE FUNCTION gallery_tell_of_comment();
