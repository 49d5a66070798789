"""Stories as tests: Jobs that check each leg from inside the cluster, kept apart from what is deployed."""

from lsparch.manifests.stories.build import StoryTest, StoryTests, build_story_tests

__all__ = ["StoryTest", "StoryTests", "build_story_tests"]
