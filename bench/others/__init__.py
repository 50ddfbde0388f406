"""Other engines on the same work, each as its documentation would have it written for speed.

None of them is asked for evidence, gaps or sources: the sum of the points is enough.
"""
