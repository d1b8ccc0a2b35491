"""A number as words that people can compare. In: bytes. Out: four words.

The words are the same in Dutch and in English, because they stand in a certificate, which has no
language. Four different ones of 64 tell 15 million authorities apart.
"""

WORDS = (
    "arm", "auto", "banjo", "bar", "bed", "bison", "blues", "bus",
    "circus", "cobra", "condor", "delta", "drama", "echo", "film", "flamingo",
    "gala", "golf", "gong", "gorilla", "hamster", "hand", "jam", "hockey",
    "hotel", "jaguar", "jazz", "judo", "kiwi", "koala", "lasso", "lamp",
    "lift", "mango", "meter", "museum", "oven", "opera", "otter", "pan",
    "panda", "park", "pasta", "piano", "pizza", "plan", "puma", "radio",
    "ring", "robot", "ski", "sofa", "sport", "tango", "taxi", "tennis",
    "tent", "tuba", "tunnel", "video", "water", "wind", "winter", "zebra",
)  # fmt: skip
COUNT = 4


def words_of(digest: bytes) -> str:
    """Return four different words for a digest of at least four bytes."""
    left = list(WORDS)
    return " ".join(left.pop(each % len(left)) for each in digest[:COUNT])
