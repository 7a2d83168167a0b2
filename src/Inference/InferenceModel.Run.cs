using Fovea.Inference.Plans;

namespace Fovea.Inference;

/// <summary>Runs by name: the plan is compiled at the first run of its shapes and outputs, and kept.</summary>
public sealed partial class InferenceModel
{
    /// <summary>
    /// Runs the model: <c>model.Run(("image", tensor))["logits"]</c>. The plan for these shapes is compiled at their first run and cached,
    /// as by <see cref="Compile"/>. Thread-safe: any number of threads may run a model at the same time. The outputs are new tensors, which
    /// nothing else refers to.
    /// </summary>
    /// <param name="inputs">Every input of the model with its name, in any order. They are only read.</param>
    /// <returns>The model's outputs by name, in the model's order.</returns>
    /// <exception cref="InvalidInputException">An input is unknown, missing, given twice, or of another shape or element type than the
    /// model takes.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">The run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public TensorDictionary Run(params ReadOnlySpan<(string Name, Tensor Tensor)> inputs) => RunNamed(null, inputs);

    /// <summary>
    /// Runs the part of the model that computes these outputs: <c>model.Run(["relu1"], ("image", tensor))["relu1"]</c>. Otherwise the same
    /// as the overload without <paramref name="outputs"/>.
    /// </summary>
    /// <param name="outputs">The names of layers (<see cref="LayerNames"/>) or outputs.</param>
    /// <param name="inputs">Every input of the model with its name, in any order. They are only read.</param>
    /// <returns>The outputs by the names that they were asked for, in this order.</returns>
    /// <exception cref="InvalidInputException">An input is unknown, missing, given twice, or of another shape or element type than the
    /// model takes; or no layer has the name of an output.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">The run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public TensorDictionary Run(IReadOnlyList<string> outputs, params ReadOnlySpan<(string Name, Tensor Tensor)> inputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return RunNamed(outputs, inputs);
    }

    /// <summary>
    /// The same for tensors of <c>System.Numerics.Tensors</c>. A tensor that is contiguous in row-major order is used as it is; another is
    /// copied (<see cref="Tensor.From{T}(System.Numerics.Tensors.Tensor{T})"/>).
    /// </summary>
    /// <param name="inputs">Every input of the model with its name, in any order. They are only read.</param>
    /// <returns>The model's outputs by name, in the model's order.</returns>
    /// <exception cref="InvalidInputException">As for the overload of Fovea's own tensors.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    public TensorDictionary Run<T>(params ReadOnlySpan<(string Name, System.Numerics.Tensors.Tensor<T> Tensor)> inputs)
        where T : unmanaged
    {
        return RunNamed(null, Own(inputs));
    }

    /// <summary>The same for tensors of <c>System.Numerics.Tensors</c> and the part of the model that computes these outputs.</summary>
    /// <param name="outputs">The names of layers (<see cref="LayerNames"/>) or outputs.</param>
    /// <param name="inputs">Every input of the model with its name, in any order. They are only read.</param>
    /// <returns>The outputs by the names that they were asked for, in this order.</returns>
    /// <exception cref="InvalidInputException">As for the overload of Fovea's own tensors.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    public TensorDictionary Run<T>(
        IReadOnlyList<string> outputs, params ReadOnlySpan<(string Name, System.Numerics.Tensors.Tensor<T> Tensor)> inputs)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return RunNamed(outputs, Own(inputs));
    }

    private static (string Name, Tensor Tensor)[] Own<T>(ReadOnlySpan<(string Name, System.Numerics.Tensors.Tensor<T> Tensor)> inputs)
        where T : unmanaged
    {
        var own = new (string Name, Tensor Tensor)[inputs.Length];
        for (int i = 0; i < own.Length; i++)
            own[i] = (inputs[i].Name, Tensor.From(inputs[i].Tensor));
        return own;
    }

    private TensorDictionary RunNamed(IReadOnlyList<string>? names, ReadOnlySpan<(string Name, Tensor Tensor)> inputs)
    {
        Tensor[] ordered = NamedInputs.Order(inputs, Inputs, ErrorContext);
        CompiledPlan plan = Compile([.. ordered.Select(tensor => tensor.Shape)], names);
        return new TensorDictionary(names ?? [.. Outputs.Select(output => output.Name)], plan.Run(ordered), Name);
    }
}
