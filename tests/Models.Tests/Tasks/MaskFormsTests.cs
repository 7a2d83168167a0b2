using Fovea.Models.Errors;
using Fovea.Models.Tasks;

namespace Fovea.Models.Tests.Tasks;

public sealed class MaskFormsTests
{
    private const int Side = 2048;

    [Theory]
    [InlineData(0, 0x000000u)]
    [InlineData(1, 0x800000u)]
    [InlineData(2, 0x008000u)]
    [InlineData(15, 0xC08080u)]
    [InlineData(20, 0x004080u)]
    [InlineData(255, 0xE0E0C0u)]
    public void Colours_are_those_of_pascal_voc(int index, uint expected) => Assert.Equal(expected, ClassPixels.Palette[index]);

    [Fact]
    public void What_nobody_asks_for_is_not_made()
    {
        var none = new MaskForms(TaskArguments.None).Of(1, 1, [0, 1]);
        Assert.True(none is { Polygons: null, Png: null });
        var both = new MaskForms(Asking(MaskForms.Polygons, MaskForms.Masks)).Of(1, 1, [0, 1]);
        Assert.True(both is { Polygons: { Outer: [[0, 0, 1, 0, 1, 1, 0, 1]], Holes: [], LeftOut: 0 }, Png.Length: > 0 });
    }

    [Fact]
    public void The_largest_outlines_stay_where_there_are_too_many()
    {
        // Two columns are full, and of every other one further on each second pixel.
        int[] counts = Dots(Side, firstFull: 2);
        MaskPolygons found = new MaskForms(Asking(MaskForms.Polygons)).Of(Side, Side, counts).Polygons!;
        Assert.Equal(1000, found.Outer.Count);
        Assert.Equal([0, 0, 2, 0, 2, Side, 0, Side], found.Outer[0]);
        Assert.Equal(((Side / 2) - 1) * (Side / 2) - 999, found.LeftOut);
    }

    [Fact]
    public void The_masks_of_one_picture_share_the_corners_that_are_allowed()
    {
        // A comb of two columns.
        var forms = new MaskForms(Asking(MaskForms.Polygons));
        int[] comb = [.. Enumerable.Repeat(1, Side), 0, Side];
        int corners = forms.Of(2, Side, comb).Polygons!.Outer.Sum(points => points.Count / 2);
        int[] left = [.. Enumerable.Range(0, 300).Select(_ => forms.Of(2, Side, comb).Polygons!.LeftOut)];
        Assert.Equal(0, left[0]);
        Assert.Equal((1 << 20) / corners - 1, left.TakeWhile(each => each == 0).Count());
        Assert.All(left.SkipWhile(each => each == 0), each => Assert.Equal(1, each));
    }

    [Fact]
    public void The_masks_of_one_picture_share_the_pixels_that_are_drawn()
    {
        var forms = new MaskForms(Asking(MaskForms.Masks));
        bool[] drawn = [.. Enumerable.Range(0, 34).Select(_ => forms.Of(Side, Side, [Side * Side]).Png is not null)];
        Assert.Equal(32, drawn.TakeWhile(each => each).Count());
        Assert.Equal([false, false], drawn[32..]);
    }

    [Fact]
    public void A_form_without_a_place_for_them_refuses_the_parameters()
    {
        MaskForms.RefuseBesideForms(Asking(MaskForms.Masks));
        MaskForms.RefuseBesideForms(TaskArguments.None.In(ClassPixels.Npy));
        string message = Assert.Throws<ServingException>(
            () => MaskForms.RefuseBesideForms(Asking(MaskForms.Polygons).In(ClassPixels.Npy))).Message;
        Assert.Equal("The parameter 'polygons' is given, and the format npy has no place for what it asks for. Ask for json.", message);
    }

    [Fact]
    public void A_network_without_masks_refuses_the_parameters()
    {
        MaskForms.Refuse(TaskArguments.None, "boxes");
        string message = Assert.Throws<ServingException>(() => MaskForms.Refuse(Asking(MaskForms.Masks), "boxes")).Message;
        Assert.Equal("The parameter 'masks' is given; the network of the model 'boxes' gives no masks. Leave it out.", message);
    }

    private static TaskArguments Asking(params FlagParameter[] flags) =>
        new(flags.Select(flag => KeyValuePair.Create<TaskParameter, object>(flag, true)));

    private static int[] Dots(int side, int firstFull)
    {
        List<int> counts = [0, firstFull * side];
        int outside = side;
        for (int x = firstFull + 1; x < side; x += 2)
        {
            for (int y = 0; y < side; y += 2)
            {
                counts.AddRange([outside, 1]);
                outside = 1;
            }

            outside = 1 + side;
        }

        return [.. counts, outside - side];
    }
}
