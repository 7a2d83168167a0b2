using Fovea.Inference;

namespace Fovea.Models.Scheduling;

/// <summary>A job whose rows have shapes of their own, so that each is a run. Different rows may run at the same time.</summary>
internal interface ISizedRows
{
    /// <summary>The inputs of a row, one tensor per input of the model.</summary>
    IReadOnlyList<Tensor> InputsOf(int row);
}
