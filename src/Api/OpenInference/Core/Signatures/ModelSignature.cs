using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenInference.Core.Signatures;

/// <summary>
/// A model by one of its names: exactly what is sent by that name, and what is answered. By its own name it takes the network's inputs and
/// gives the network's outputs. By <c>NAME@image</c> it takes image files and gives, beside these outputs, the answer of its task.
/// </summary>
internal sealed class ModelSignature
{
    /// <exception cref="ApiException">The name stands for images, and the model takes none.</exception>
    public ModelSignature(HostedModel model, bool ofImages)
    {
        if (ofImages && !ImageInput.IsTakenBy(model))
        {
            throw new ApiException(
                ErrorCodes.ModelNotFound,
                $"There is no model '{ProtocolName.ForImagesOf(model.Name)}': the model '{model.Name}' takes no image, but " +
                $"{model.Inputs.Description}. Send these tensors to '{model.Name}'.");
        }

        Model = model;
        OfImages = ofImages;
    }

    public HostedModel Model { get; }

    /// <summary>Whether images are sent.</summary>
    public bool OfImages { get; }

    public string Name => OfImages ? ProtocolName.ForImagesOf(Model.Name) : Model.Name;

    public string Version => Model.Version;

    /// <summary>The name that stands for images instead of these inputs; null where there is none.</summary>
    public string? ImageModel => !OfImages && ImageInput.IsTakenBy(Model) ? ProtocolName.ForImagesOf(Model.Name) : null;

    /// <summary>The output that is the task's answer for each image; null without a task, and where the network has that name.</summary>
    public string? AnswerName =>
        Model.Task?.Task.AnswerName is { } name && Model.Graph.Outputs.All(output => output.Name != name) ? name : null;

    /// <summary>The inputs, each of which must be sent.</summary>
    public IReadOnlyList<TensorMetadata> Inputs => OfImages
        ? [new TensorMetadata { Name = ImageInput.Name, Datatype = Datatypes.Bytes, Shape = [-1] }]
        : [.. Model.Graph.Inputs.Select(input => Describe(input, ShapeText.Extents(input.Shape)))];

    /// <summary>The outputs, all of which are answered where a request names none.</summary>
    public IReadOnlyList<TensorMetadata> Outputs
    {
        get
        {
            if (!OfImages)
                return [.. Model.Graph.Outputs.Select(output => Describe(output, ShapeText.Extents(output.Shape)))];
            TensorMetadata[] outputs = [.. Model.Graph.Outputs.Select(output => Describe(output, ExtentsForImages(output)))];
            return AnswerName is { } answer
                ? [.. outputs, new TensorMetadata { Name = answer, Datatype = Datatypes.Bytes, Shape = [-1] }]
                : outputs;
        }
    }

    /// <summary>Finds the model that callers of the protocol name; null where it is not ready.</summary>
    /// <param name="repository">The models.</param>
    /// <param name="name">The name; null: the default model's.</param>
    /// <param name="version">The version; null: the highest that is ready.</param>
    /// <exception cref="ServingException">There is no such model or version.</exception>
    /// <exception cref="ApiException">The name stands for images, and the model takes none.</exception>
    public static ModelSignature? Find(ModelRepository repository, string? name, string? version)
    {
        var wanted = ProtocolName.Parse(name);
        return repository.Find(wanted.Model, version).Status.Model is { } model ? new ModelSignature(model, wanted.OfImages) : null;
    }

    private static TensorMetadata Describe(ModelValue value, long[] extents) =>
        new() { Name = value.Name, Datatype = Datatypes.NameOf(value.ElementType), Shape = extents };

    /// <summary>Any number of images is taken, also by a network of a fixed batch: its outputs have a row for each of them.</summary>
    private long[] ExtentsForImages(ModelValue output)
    {
        long[] extents = ShapeText.Extents(output.Shape);
        if (!Model.Inputs.HasBatch)
            return [-1, .. extents];
        if (extents.Length > 0 && extents[0] == Model.Inputs.FixedBatch)
            extents[0] = -1;
        return extents;
    }
}
