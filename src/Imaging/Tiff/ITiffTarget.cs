namespace Fovea.Imaging.Tiff;

/// <summary>Takes the rows of strips and tiles as they are unpacked.</summary>
internal interface ITiffTarget
{
    /// <summary>Whether a sample is a part of the picture; others need not be unpacked.</summary>
    bool Wants(int sample);

    /// <summary>Puts one row.</summary>
    /// <param name="row">The row of a strip or tile.</param>
    /// <param name="plane">The sample that the row has; -1 where it has all of them.</param>
    /// <param name="first">The index of the pixel that its first one is.</param>
    /// <param name="columns">How many of its pixels are wanted; further ones lie beyond the picture.</param>
    void Put(ReadOnlySpan<byte> row, int plane, int first, int columns);
}
