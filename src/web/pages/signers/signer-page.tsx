export default function Stub(_: { id?: string }) {
  return null;
}
