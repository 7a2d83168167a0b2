namespace Fovea.Inference.Steps;

/// <summary>What bytes stand for: (byte - zero) * scale.</summary>
/// <param name="Scale">The scale.</param>
/// <param name="Zero">The zero point.</param>
internal readonly record struct ByteScale(float Scale, int Zero);
