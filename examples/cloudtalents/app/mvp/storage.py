"""Where uploads go: the private bucket of the ImageStore. Browsers read them through its CloudFront distribution."""

import posixpath
import uuid

from storages.backends.s3 import S3Storage


class MediaStorage(S3Storage):
    """Gives every upload a name that nothing else has, without asking S3 whether it is taken.

    Asking costs a request, two uploads at once can both be told no, and S3 answers 403 to whoever may list a prefix of the
    bucket only (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html). A name that is never used twice also
    lets the CDN and browsers keep an image for as long as they like.
    """

    def get_available_name(self, name, max_length=None):
        folder, file = posixpath.split(name)
        # In front: where a name is too long for its column, Django cuts off its end.
        return super().get_available_name(posixpath.join(folder, f"{uuid.uuid4().hex}_{file}"), max_length)
