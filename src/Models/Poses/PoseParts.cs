namespace Fovea.Models.Poses;

/// <summary>
/// The parts of a person, in the network's order, and the tree that joins them (tensorflow/tfjs-models, body-pix/src/keypoints.ts).
/// </summary>
internal static class PoseParts
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "nose", "leftEye", "rightEye", "leftEar", "rightEar", "leftShoulder", "rightShoulder", "leftElbow", "rightElbow", "leftWrist",
        "rightWrist", "leftHip", "rightHip", "leftKnee", "rightKnee", "leftAnkle", "rightAnkle",
    ];

    /// <summary>From parents to children, in the order of the displacements.</summary>
    public static IReadOnlyList<(int Parent, int Child)> Edges { get; } =
    [
        (0, 1), (1, 3), (0, 2), (2, 4), (0, 5), (5, 7), (7, 9), (5, 11), (11, 13), (13, 15), (0, 6), (6, 8), (8, 10), (6, 12), (12, 14),
        (14, 16),
    ];
}
