using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ResizeTests
{
    private static readonly string[] Transforms =
        ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "half_pixel_symmetric"];

    public static TheoryData<string, string, string> Filters()
    {
        var data = new TheoryData<string, string, string>();
        foreach (string transform in Transforms)
        {
            data.Add("linear", transform, "floor");
            data.Add("cubic", transform, "floor");
            foreach (string nearest in new[] { "round_prefer_floor", "round_prefer_ceil", "floor", "ceil" })
                data.Add("nearest", transform, nearest);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Modes_and_coordinates(string mode, string transform, string nearest)
    {
        var resize = new ReferenceResize { Mode = mode, Transform = transform, Nearest = nearest };
        foreach ((long channels, long[] sizes) in new (long, long[])[] { (5, [7, 3]), (17, [12, 10]) })
        {
            Tensor x = new TensorRandom((int)channels).Floats(2, channels, 6, 5);
            long[] all = [2, channels, .. sizes];
            OperatorCase operation = Case(19, resize).Input(x).Omitted().Omitted().Constant(TestTensors.Int64s(all));
            // ONNX Runtime rounds the position 2 of this transform to a little less.
            (transform == "half_pixel_symmetric" && mode == "nearest" ? operation.WithoutOnnxRuntime() : operation)
                .Check(mode == "nearest" ? Tolerance.Exact : Tolerance.Accumulated, resize.BySizes(x, all));
        }
    }

    [Theory]
    [InlineData("nearest", "asymmetric", "floor")]
    [InlineData("linear", "half_pixel", "floor")]
    [InlineData("linear", "align_corners", "floor")]
    [InlineData("linear", "asymmetric", "floor")]
    public void Twice_the_size_in_rows_of_vectors(string mode, string transform, string nearest)
    {
        var resize = new ReferenceResize { Mode = mode, Transform = transform, Nearest = nearest };
        foreach (long channels in new long[] { 1, 3, 24 })
        {
            Tensor x = new TensorRandom((int)channels).Floats(1, channels, 7, 9);
            foreach (long opset in new long[] { 11, 18 })
            {
                Case(opset, resize).Input(x).Constant(TestTensors.Floats()).Constant(TestTensors.Floats(1, 1, 2, 2))
                    .Check(mode == "nearest" ? Tolerance.Exact : Tolerance.Accumulated, resize.ByScales(x, 1, 1, 2, 2));
            }
        }
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("linear")]
    public void Opset_10_has_scales_only(string mode)
    {
        Tensor x = new TensorRandom(1).Floats(1, 3, 6, 8);
        foreach (float scale in new[] { 2f, 0.5f, 1.5f, 0.6f })
        {
            foreach (bool constant in new[] { true, false })
            {
                OperatorCase resize = new OperatorCase("Resize", 10).Attribute("mode", mode).Input(x);
                Tensor scales = TestTensors.Floats(1, 1, scale, scale);
                (constant ? resize.Constant(scales) : resize.Input(scales)).Check(Tolerance.Accumulated);
            }
        }
    }

    [Fact]
    public void Scales_sizes_and_regions_of_a_run()
    {
        var linear = new ReferenceResize { Mode = "linear" };
        Tensor x = new TensorRandom(2).Floats(2, 3, 5, 6);
        Case(13, linear).Input(x).Omitted().Input(TestTensors.Floats(1, 1, 1.6f, 0.5f))
            .Check(Tolerance.Accumulated, linear.ByScales(x, 1, 1, 1.6f, 0.5));
        Case(13, linear).Input(x).Omitted().Omitted().Input(TestTensors.Int64s(2, 3, 9, 4))
            .Check(Tolerance.Accumulated, linear.BySizes(x, 2, 3, 9, 4));
        float[] region = [0, 0, 0.4f, -0.2f, 1, 1, 0.6f, 1.2f];
        var crop = linear with
        {
            Transform = "tf_crop_and_resize",
            Region = [.. region.Select(r => (double)r)],
            Extrapolation = 10,
        };
        Case(13, crop).Input(x).Input(TestTensors.Floats(region)).Omitted().Input(TestTensors.Int64s(2, 3, 4, 7))
            .Check(Tolerance.Accumulated, crop.BySizes(x, 2, 3, 4, 7));
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("linear")]
    [InlineData("cubic")]
    public void Regions_and_what_lies_beside_the_image(string mode)
    {
        Tensor x = new TensorRandom(3).Floats(1, 2, 5, 7);
        foreach (float[] region in new float[][] { [0.3f, 0.1f, 0.9f, 0.7f], [-0.2f, 0.5f, 0.6f, 1.3f], [0.9f, 0.1f, 0.2f, 0.8f] })
        {
            var crop = new ReferenceResize
            {
                Mode = mode,
                Transform = "tf_crop_and_resize",
                Extrapolation = -3,
                Region = [0, 0, region[0], region[1], 1, 1, region[2], region[3]],
            };
            foreach (long[] sizes in new long[][] { [3, 4], [1, 1], [8, 9] })
            {
                Case(18, crop).Input(x).Constant(TestTensors.Floats(region)).Omitted().Constant(TestTensors.Int64s(sizes))
                    .Attribute("axes", new[] { 2, 3 }).WithoutOnnxRuntime().Check(Tolerance.Accumulated, crop.BySizes(x, [1, 2, .. sizes]));
            }
        }
    }

    [Theory]
    [InlineData("linear", false)]
    [InlineData("linear", true)]
    [InlineData("cubic", false)]
    [InlineData("cubic", true)]
    public void Antialiasing(string mode, bool exclude)
    {
        var resize = new ReferenceResize { Mode = mode, Antialias = true, Exclude = exclude };
        Tensor x = new TensorRandom(4).Floats(1, 5, 13, 17);
        foreach (long[] sizes in new long[][] { [4, 5], [1, 16], [20, 3] })
        {
            Case(18, resize).Input(x).Omitted().Omitted().Constant(TestTensors.Int64s([1, 5, .. sizes])).WithoutOnnxRuntime()
                .Check(Tolerance.Accumulated, resize.BySizes(x, [1, 5, .. sizes]));
        }

        Case(19, resize).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 0.6f, 0.3f)).WithoutOnnxRuntime()
            .Check(Tolerance.Accumulated, resize.ByScales(x, 1, 1, 0.6f, 0.3f));
    }

    [Fact]
    public void Cubic_with_another_coefficient_and_without_elements_outside()
    {
        var resize = new ReferenceResize { Mode = "cubic", CubicA = -0.5, Exclude = true };
        Tensor x = new TensorRandom(5).Floats(2, 3, 4, 5);
        foreach (double scale in new[] { 2, 0.8f })
        {
            Case(13, resize).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, (float)scale, (float)scale))
                .Check(Tolerance.Accumulated, resize.ByScales(x, 1, 1, scale, scale));
        }
    }

    [Theory]
    [InlineData("not_larger", 3, 8, 3, 4)]
    [InlineData("not_smaller", 3, 8, 6, 8)]
    [InlineData("not_larger", 9, 9, 7, 9)]
    [InlineData("not_smaller", 1, 2, 2, 2)]
    public void Aspect_ratio(string policy, long height, long width, long expectedHeight, long expectedWidth)
    {
        Tensor x = new TensorRandom(6).Floats(1, 3, 6, 8);
        var resize = new ReferenceResize { Mode = "nearest" };
        Tensor[] found = TestEngines.Best.Run(
            Case(19, resize).Input(x).Omitted().Omitted().Constant(TestTensors.Int64s(height, width)).Attribute("axes", new[] { -2, 3 })
                .Attribute("keep_aspect_ratio_policy", policy).Build(symbolic: false, folded: false), [x]);
        Assert.Equal(new Shape(1, 3, expectedHeight, expectedWidth), found[0].Shape);
        Case(19, resize).Input(x).Omitted().Omitted().Constant(TestTensors.Int64s(height, width)).Attribute("axes", new[] { 2, 3 })
            .Attribute("keep_aspect_ratio_policy", policy).Check(Tolerance.Exact);
    }

    [Fact]
    public void Axes_in_any_order_and_any_rank()
    {
        var linear = new ReferenceResize { Mode = "linear" };
        Tensor x = new TensorRandom(7).Floats(2, 3, 4, 5, 6);
        Case(18, linear).Input(x).Omitted().Omitted().Constant(TestTensors.Int64s(9, 3, 7)).Attribute("axes", new[] { -1, 2, 3 })
            .WithoutOnnxRuntime().Check(Tolerance.Accumulated, linear.BySizes(x, 2, 3, 3, 7, 9));
        var nearest = new ReferenceResize();
        Case(18, nearest).Input(x).Omitted().Constant(TestTensors.Floats(2, 1.5f, 3)).Attribute("axes", new[] { 0, 1, 4 })
            .WithoutOnnxRuntime().Check(Tolerance.Exact, nearest.ByScales(x, 2, 1.5, 1, 1, 3));
        Tensor line = new TensorRandom(8).Floats(11);
        Case(13, linear).Input(line).Omitted().Omitted().Constant(TestTensors.Int64s(29)).WithoutOnnxRuntime()
            .Check(Tolerance.Accumulated, linear.BySizes(line, 29));
        Tensor rows = new TensorRandom(9).Floats(3, 17);
        Case(13, linear).Input(rows).Omitted().Omitted().Constant(TestTensors.Int64s(5, 7))
            .Check(Tolerance.Accumulated, linear.BySizes(rows, 5, 7));
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Bool)]
    public void Element_types(ElementType type)
    {
        Tensor x = new TensorRandom(10).Any(type, new Shape(1, 3, 4, 6), 0, type == ElementType.Bool ? 2 : 100);
        var nearest = new ReferenceResize { Nearest = "floor", Transform = "asymmetric" };
        OperatorCase resize = Case(13, nearest).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 2, 1.5f)).WithoutOnnxRuntime();
        resize.Check(Tolerance.Exact, nearest.ByScales(x, 1, 1, 2, 1.5));
        if (type == ElementType.Bool)
            return;
        // Weights are quarters, so that values are exact; what is left is truncated.
        var linear = new ReferenceResize { Mode = "linear" };
        NdArray expected = linear.ByScales(x, 1, 1, 2, 2);
        Case(13, linear).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 2, 2)).WithoutOnnxRuntime().Check(
            type.IsFloat() ? new Tolerance("half", type == ElementType.Float16 ? 1e-3 : 1e-6) : Tolerance.Exact,
            type.IsFloat() ? expected : expected.Select(Math.Truncate));
    }

    [Fact]
    public void The_old_transform_of_TensorFlow_for_the_nearest()
    {
        var resize = new ReferenceResize { Transform = "tf_half_pixel_for_nn", Nearest = "floor" };
        Tensor x = new TensorRandom(11).Floats(1, 2, 5, 4);
        Case(11, resize).Input(x).Constant(TestTensors.Floats()).Constant(TestTensors.Floats()).Constant(TestTensors.Int64s(1, 2, 10, 6))
            .Check(Tolerance.Exact, resize.BySizes(x, 1, 2, 10, 6));
    }

    [Fact]
    public void Corners_are_aligned_to_the_extent_before_it_is_rounded()
    {
        // ONNX Runtime aligns to the rounded one; the suite (resize_downsample_scales_linear_align_corners) does not.
        var resize = new ReferenceResize { Mode = "linear", Transform = "align_corners" };
        Tensor x = new TensorRandom(12).Floats(1, 1, 2, 4);
        Case(13, resize).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 0.6f, 0.6f)).WithoutOnnxRuntime()
            .Check(Tolerance.Accumulated, resize.ByScales(x, 1, 1, 0.6f, 0.6f));
    }

    [Fact]
    public void What_lies_outside_is_not_read()
    {
        Tensor x = TestTensors.Floats(new Shape(1, 1, 1, 4), 1, 2, 3, float.PositiveInfinity);
        Tensor[] found = TestEngines.Best.Run(
            Case(13, new ReferenceResize { Mode = "linear" }).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 1, 2))
                .Build(symbolic: false, folded: false), [x]);
        Assert.Equal([1f, 1.25f, 1.75f, 2.25f, 2.75f, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity],
            found[0].Span<float>().ToArray());
    }

    [Fact]
    public void Impossible_attributes_and_inputs_are_refused()
    {
        Tensor x = new TensorRandom(13).Floats(1, 1, 4, 4);
        foreach ((string name, object value) in new (string, object)[]
        {
            ("mode", "lanczos"), ("nearest_mode", "up"), ("coordinate_transformation_mode", "none"), ("axes", new[] { 0, 0 }),
            ("keep_aspect_ratio_policy", "any"), ("antialias", 1), ("axes", new[] { 7 }),
        })
        {
            Refused(new OperatorCase("Resize", 19).Input(x).Omitted().Constant(TestTensors.Floats(2, 2)).Attribute(name, value));
        }

        Refused(new OperatorCase("Resize", 19).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 2)));
        Refused(new OperatorCase("Resize", 19).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, -1, 2)));
        Refused(new OperatorCase("Resize", 19).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, 1e30f, 2)));
        Refused(new OperatorCase("Resize", 19).Input(x).Omitted().Constant(TestTensors.Floats(1, 1, float.NaN, 2)));
        Refused(new OperatorCase("Resize", 19).Input(x).Omitted().Omitted().Constant(TestTensors.Int64s(1, 1, -2, 2)));
        Refused(new OperatorCase("Resize", 19).Input(x));

        void Refused(OperatorCase resize) =>
            RefusedModel.With(() => TestEngines.Best.Run(resize.Build(symbolic: false, folded: false), [x]));
    }

    private static OperatorCase Case(long opset, ReferenceResize resize)
    {
        OperatorCase result = new OperatorCase("Resize", opset).Attribute("mode", resize.Mode)
            .Attribute("coordinate_transformation_mode", resize.Transform).Attribute("nearest_mode", resize.Nearest)
            .Attribute("cubic_coeff_a", (float)resize.CubicA).Attribute("exclude_outside", resize.Exclude ? 1 : 0);
        if (opset >= 18)
            result.Attribute("antialias", resize.Antialias ? 1 : 0);
        return resize.Transform == "tf_crop_and_resize" ? result.Attribute("extrapolation_value", (float)resize.Extrapolation) : result;
    }
}
