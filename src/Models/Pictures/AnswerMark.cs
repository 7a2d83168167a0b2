namespace Fovea.Models.Pictures;

/// <summary>A part of an answer that is drawn on its picture, in pixels of the picture as it is shown.</summary>
/// <param name="Text">What is written beside it; of marks without a box, one line each in the upper left corner.</param>
/// <param name="Kind">Marks of one kind have one colour.</param>
public sealed record AnswerMark(string Text, int Kind)
{
    /// <summary>The rectangle: the left and upper side, the width and the height; null where there is none.</summary>
    public (float X, float Y, float Width, float Height)? Box { get; init; }

    /// <summary>The corners of a shape that is drawn in the place of the rectangle, by column and row; empty where it is one.</summary>
    public IReadOnlyList<(float X, float Y)> Corners { get; init; } = [];

    /// <summary>The pixels; null where there are none.</summary>
    public PictureMask? Mask { get; init; }

    /// <summary>Points, by column and row.</summary>
    public IReadOnlyList<(float X, float Y)> Points { get; init; } = [];
}
