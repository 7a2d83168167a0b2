using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Preprocessing;

namespace Fovea.Bench.Quantizing;

/// <summary>Photos as the input of a network, prepared as the files beside the model say; as for ImageNet where they say nothing.</summary>
internal sealed class PhotoTensors
{
    private readonly PreprocessingSpec _spec;
    private readonly int _batch;

    /// <param name="path">The path of the ONNX file, beside which the files lie.</param>
    /// <param name="model">The loaded model.</param>
    /// <exception cref="NotSupportedException">The network does not take one image.</exception>
    public PhotoTensors(string path, InferenceModel model)
    {
        var inputs = ModelInputs.Of(ModelPackage.Load(ModelPath.Find(path)[0], model), model);
        _spec = inputs.Preprocessing?.Spec
            ?? throw new NotSupportedException($"it takes {inputs.Description}; expected one image.");
        _batch = inputs.Batch;
    }

    /// <summary>The shape of the tensors: one image, or as many as the network takes.</summary>
    public Shape Shape => _spec.InputShape(_batch);

    /// <summary>The photos of a folder in alphabetical order; those that cannot be read are left out.</summary>
    /// <exception cref="ArgumentException">The folder holds no photo that can be read.</exception>
    public IEnumerable<Tensor> Read(string folder)
    {
        var decoder = new SkiaImageDecoder();
        var preprocessor = new Preprocessor(_spec);
        bool any = false;
        foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var tensor = new Tensor(_spec.ElementType, Shape);
            try
            {
                using DecodedImage photo = decoder.Decode(File.ReadAllBytes(path));
                for (int row = 0; row < _batch; row++)
                    preprocessor.Run(photo, tensor, row);
            }
            catch (ImageException)
            {
                continue;
            }

            any = true;
            yield return tensor;
        }

        if (!any)
            throw new ArgumentException($"--photos {folder}: no file in it is an image that can be read.");
    }
}
