-- After the rows, which would set them off.
CREATE TRIGGER gallery_image_touch BEFORE UPDATE ON gallery_image FOR EACH ROW EXECUTE FUNCTION gallery_touch();
CREATE TRIGGER gallery_comment_touch BEFORE UPDATE ON gallery_comment FOR EACH ROW EXECUTE FUNCTION gallery_touch();
CREATE TRIGGER gallery_comment_tell AFTER INSERT ON gallery_comment FOR EACH ROW EXECUTE FUNCTION gallery_tell_of_comment();
