using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Pictures;

namespace Fovea.Models.Tasks;

/// <summary>The forms of a segmented picture in which each pixel has the index of its class.</summary>
internal static class ClassPixels
{
    /// <summary>The most classes that bytes can tell: 255 marks pixels without a class, as Pascal VOC does it.</summary>
    public const int MostClasses = 255;

    private const byte NoClass = 255;

    private const int Colours = 256, BitsOfColour = 8;

    /// <summary>A PNG whose pixels are the numbers of classes, with a palette.</summary>
    public static AnswerForm Indexed { get; } = AnswerForm.Of<SegmentedPicture>(
        "indexed", MediaTypes.Png,
        "A PNG with Pascal VOC's palette, whose pixels are the indices of classes, up to 254; 255 where there is none.",
        static (picture, _, _) => IndexedPng.Encode(Bytes(picture), picture.Width, Palette));

    /// <summary>An array of the indices of classes.</summary>
    public static AnswerForm Npy { get; } = AnswerForm.Of<SegmentedPicture>(
        "npy", MediaTypes.Npy,
        "The index of each pixel's class, [height,width]: uint8 with 255 where there is none, or, of networks with more than 255 classes " +
        "or an unknown number, int32 with -1.",
        static (picture, _, _) => picture.Known <= MostClasses
            ? NpyWriter.Write(new Shape(picture.Height, picture.Width), Bytes(picture))
            : NpyWriter.Write(new Shape(picture.Height, picture.Width), Lay(picture, -1, static index => index)));

    /// <summary>
    /// Pascal VOC's colours, 0xRRGGBB: the lowest three bits of an index are the highest of red, green and blue, and so on (VOC devkit,
    /// <c>VOClabelcolormap.m</c>).
    /// </summary>
    internal static uint[] Palette { get; } = [.. Enumerable.Range(0, Colours).Select(Colour)];

    private static uint Colour(int index)
    {
        uint colour = 0;
        for (int bit = 0; bit < BitsOfColour; bit++)
        {
            uint three = (uint)(index >> (3 * bit)) & 7;
            int place = BitsOfColour - 1 - bit;
            colour |= ((three & 1) << (16 + place)) | (((three >> 1) & 1) << (8 + place)) | ((three >> 2) << place);
        }

        return colour;
    }

    private static byte[] Bytes(SegmentedPicture picture)
    {
        // Of a network with fewer classes, a larger index is none of them.
        if (!(picture.Known <= MostClasses) && Outside(picture) is { } none)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"A pixel has the class {none.Index}; this format has room for the classes 0 to {MostClasses - 1}. Ask for format=npy.");
        }

        return Lay(picture, NoClass, static index => (byte)Math.Min((uint)index, NoClass));
    }

    // A class that has no byte.
    private static SegmentedClass? Outside(SegmentedPicture picture) =>
        picture.Classes.FirstOrDefault(part => (uint)part.Index >= MostClasses);

    // Row by row.
    private static T[] Lay<T>(SegmentedPicture picture, T none, Func<int, T> value)
    {
        T[] pixels = new T[picture.Width * picture.Height];
        Array.Fill(pixels, none);
        foreach (SegmentedClass part in picture.Classes)
        {
            T own = value(part.Index);
            foreach ((int x, int top, int bottom) in new PictureMask(picture.Width, picture.Height, part.Counts).Columns())
            {
                for (int y = top; y < bottom; y++)
                    pixels[(y * picture.Width) + x] = own;
            }
        }

        return pixels;
    }
}
