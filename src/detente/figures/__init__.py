"""Pictures: from data to a scene (what stands where, and what it means), and from a scene to SVG or a browser."""
