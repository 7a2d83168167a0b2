namespace Fovea.Models.Pictures;

/// <summary>The masks of an answer, as colours over its picture.</summary>
internal static class MaskLayers
{
    /// <summary>The colour of the first mark whose mask has a position, given from 0 to 1; null where there are no masks.</summary>
    /// <param name="marks">The marks.</param>
    /// <param name="colours">The colours of their kinds, at most 255.</param>
    public static Func<double, double, uint?>? Of(IReadOnlyList<AnswerMark> marks, IReadOnlyList<uint> colours)
    {
        // Those of one answer have one size as a rule.
        (int Width, int Height, byte[] Kinds)[] layers =
        [
            .. marks.Where(mark => mark.Mask is not null).GroupBy(mark => (mark.Mask!.Width, mark.Mask.Height))
                .Select(group => (group.Key.Width, group.Key.Height, Lay(group, colours.Count))),
        ];
        return layers.Length == 0 ? null : (x, y) =>
        {
            foreach ((int width, int height, byte[] kinds) in layers)
            {
                if (kinds[((int)(x * width) * height) + (int)(y * height)] is > 0 and var kind)
                    return colours[kind - 1];
            }

            return null;
        };
    }

    // One more than the kind of the first mask that has a pixel, down the columns; 0 where none has.
    private static byte[] Lay(IEnumerable<AnswerMark> marks, int colours)
    {
        AnswerMark[] last = [.. marks.Reverse()];
        byte[] kinds = new byte[last[0].Mask!.Width * last[0].Mask!.Height];
        foreach (AnswerMark mark in last)
            mark.Mask!.Fill(kinds, (byte)(((uint)mark.Kind % (uint)colours) + 1));
        return kinds;
    }
}
