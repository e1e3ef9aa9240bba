import './uploads.css';
import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icon.tsx';
import { chosenFiles, droppedFiles } from './dropped-files.ts';

const ACCEPTED = '.pdf,.tif,.tiff,.jpg,.jpeg,.png,application/pdf,image/tiff,image/jpeg,image/png';

interface DropAreaProps {
  title: string;
  lead?: ReactNode;
  /** The drop area that is the page. */
  isWhole?: boolean;
  onFiles: (files: File[]) => void;
}

export function DropArea({ title, lead, isWhole = false, onFiles }: DropAreaProps) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const titleId = useId();

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && onFiles(files));
  }

  return (
    <section
      className="drop-area"
      data-whole={isWhole || undefined}
      data-over={isOver || undefined}
      aria-labelledby={titleId}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      <Icon name="arrivals" size={isWhole ? 56 : 28} />
      <div className="drop-words">
        <h2 id={titleId}>{isOver ? t('arrivals.dropHere') : title}</h2>
        {lead !== undefined && <p className="soft">{lead}</p>}
      </div>
      <div className="buttons">
        <FilePick label={t('arrivals.chooseFiles')} onFiles={onFiles} isPrimary />
        <FilePick label={t('arrivals.chooseFolder')} onFiles={onFiles} isFolder />
        <span className="only-phone">
          <FilePick label={t('arrivals.camera')} onFiles={onFiles} isCamera />
        </span>
      </div>
    </section>
  );
}

interface FilePickProps {
  label: string;
  onFiles: (files: File[]) => void;
  isPrimary?: boolean;
  isFolder?: boolean;
  isCamera?: boolean;
}

/** The native picker under a label that looks like a button; the input keeps the focus and the keyboard. */
function FilePick({ label, onFiles, isPrimary, isFolder, isCamera }: FilePickProps) {
  return (
    <label className="button file-pick" data-kind={isPrimary ? 'primary' : undefined}>
      {label}
      <input
        type="file"
        multiple
        {...(isFolder ? { webkitdirectory: '' } : { accept: isCamera ? 'image/jpeg' : ACCEPTED })}
        {...(isCamera && { capture: 'environment' as const })}
        onChange={(event) => {
          const files = chosenFiles(event.target.files);
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}
